-- Row: how many lines of a chunk are hits, how many of those are not judged yet, and the time that
-- but one in twenty of them have come to. Reads: cut. Personal: no.
select count(time), count(agent), quantile_disc(time, 0.05) from cut
