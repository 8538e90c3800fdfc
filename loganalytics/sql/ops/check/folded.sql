-- Row: how many pairs there are, and how many stand for fewer pageviews than $k visitors make and
-- have not lost both values. Reads: old.pairs. Personal: no.
select count(*), count(*) filter (
    pageviews < $k and (value <> '(other)' or by_value <> '(other)')
)
from old.pairs
