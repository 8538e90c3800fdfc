-- Row: a log of the chunk: as how many lines, of how many bytes, it was read, and how many of them the
-- pattern must cut. Reads: cut. Personal: no.
select log, count(nr), coalesce(sum(length), 0)::bigint, count(line) from cut group by log order by log
