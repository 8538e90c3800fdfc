-- Row: a distinct value of a column of the table $quoted, as text, and how many cells hold it.
-- Reads: that table. Personal: it must not be.
with texts as (
    select columns(*)::varchar from query_table($quoted)
)
select name, value, count(*) as cells
from (unpivot texts on columns(*) into name name value value)
group by all
