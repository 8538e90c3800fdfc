-- Row: what the ledger knows some thousand lines by, in the order of the file. Reads: cut.
-- Personal: no: times, statuses, sizes and lengths.
select string_agg(mark, chr(10) order by nr) || chr(10)
from cut where nr is not null group by nr // 4096 order by nr // 4096
