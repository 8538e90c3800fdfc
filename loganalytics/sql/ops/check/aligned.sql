-- Row: how many times are stored, and how many are no start of a bucket of $minutes, or no minute.
-- Reads: old.traffic, old.activity, old.pages, old.recent, ledger. Personal: no.
with stored as (
    select bucket as moment, $minutes as minutes from old.traffic
    union select bucket, $minutes from old.activity
    union select bucket, $minutes from old.pages
    union select minute, 1 from old.recent
    union select first, 1 from ledger
    union select last, 1 from ledger
)
select count(*), count(*) filter (epoch_us(moment) % (minutes::bigint * 60000000) <> 0)
from stored where moment is not null
