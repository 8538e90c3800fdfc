-- Row: what the ledger knows some thousand lines by, in the order of the file. Reads: cut.
-- Personal: no: times, statuses, sizes and lengths. Without an `order by`, which would take as long
-- again: a statement has one thread (engine.memory), so lines come as they were cut.
select string_agg(mark, chr(10)) || chr(10)
from cut where nr is not null group by nr // 4096 order by nr // 4096
