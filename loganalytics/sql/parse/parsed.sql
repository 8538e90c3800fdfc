-- Row: how many lines of a chunk are hits. Reads: cut. Personal: no.
select count(time) from cut
