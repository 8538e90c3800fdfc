-- Row: a log of the chunk: how many of its lines are hits, how many of those are not judged yet, and
-- the time that but one in twenty of them have come to. Reads: cut. Personal: no.
select log, count(time), count(agent), quantile_disc(time, 0.05) from cut group by log order by log
