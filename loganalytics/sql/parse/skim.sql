-- What the ledger knows the lines of a chunk by, where nothing else is asked of them: of a format whose
-- lines are cut at their quotes. Row: some thousand lines of a log, in the order of the file: their
-- marks, how many they are and of how many bytes, the first and the last time in them, hit or not.
-- Reads: the chunk. Personal: no: times, statuses, sizes and lengths. In order as in marks.
with skimmed as (
    select nr, log, mark, length,
        plausible(coalesce(moment, log_time('clf', regexp_extract(line, '\[([^\[\]]*)\]', 1)))) as time
    from lines_of($logs, $longest)
)
select log, string_agg(mark, chr(10)) || chr(10), count(*), sum(length)::bigint, min(time), max(time)
from skimmed group by log, nr // 4096 order by log, nr // 4096
