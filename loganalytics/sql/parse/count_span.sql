-- Keeps the times of the first and the last hit of a chunk. Reads: hits. Writes: span. Personal: no.
insert into span select min(time), max(time) from hits having count(*) > 0
