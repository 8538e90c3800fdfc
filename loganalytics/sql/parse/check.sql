-- Row: as how many lines, of how many bytes, a chunk was read, and how many the pattern must cut.
-- Reads: cut. Personal: no.
select count(nr), coalesce(sum(length), 0)::bigint, count(line) from cut
