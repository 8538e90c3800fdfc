-- Row: how many lines a chunk was read as, and how many of them the pattern must cut. Reads: cut.
-- Personal: no.
select count(nr), count(line) from cut
