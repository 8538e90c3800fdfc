-- What the ledger knows the lines of a chunk by, where nothing else is asked of them: of a format whose
-- lines are cut at their quotes. Row: some thousand lines of a log, in the order of the file: their
-- marks, how many they are and of how many bytes, the first and the last time in them, hit or not. Of a
-- line that may be left to the pattern it is that of any brackets: no hit is outside.
-- Reads: the chunk. Personal: no: times, statuses, sizes and lengths. In order as in marks.
with skimmed as (
    select nr, log, mark, length, moment,
        case when moment is null then list_transform(
            regexp_extract_all(line, '\[([^\[\]]*)\]', 1), lambda text: log_time('clf', text)) end as found
    from lines_of($text, $longest, 0, $stops)
)
select log, string_agg(mark, chr(10)) || chr(10), count(*), sum(length)::bigint,
    min(coalesce(moment, list_min(found))), max(coalesce(moment, list_max(found)))
from skimmed group by log, nr // 4096 order by log, nr // 4096
