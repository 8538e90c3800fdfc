-- Row: how many lines a chunk was read as, and how many of them parsed. Reads: cut. Personal: no.
select count(*), count(time) from cut
