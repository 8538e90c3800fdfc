-- Row: how many lines of a chunk are hits, and how many of those are not judged yet. Reads: cut.
-- Personal: no.
select count(time), count(agent) from cut
