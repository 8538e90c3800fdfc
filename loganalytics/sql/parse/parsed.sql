-- Row: a log of the chunk: how many of its lines are hits, how many of those are not judged yet, the
-- time that but one in twenty of them have come to, the first and the last. Reads: cut. Personal: no.
select log, count(time), count(agent), quantile_disc(time, 0.05), min(time), max(time)
from cut group by log order by log
