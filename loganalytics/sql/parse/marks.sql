-- Row: what the ledger knows some thousand lines of a log by, in the order of the file. Reads: cut.
-- Personal: no: times, statuses, sizes and lengths. Without an `order by`, which would take as long
-- again: a statement has one thread (engine.memory), so lines come as they were cut.
select log, string_agg(mark, chr(10)) || chr(10)
from cut where nr is not null group by log, nr // 4096 order by log, nr // 4096
