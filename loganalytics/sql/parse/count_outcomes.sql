-- Counts the outcomes of a chunk, pixel hits and events apart. Reads: hits. Writes: outcomes.
-- Personal: no.
insert into outcomes select outcome, count(*) from hits where outcome <> 'pixel' group by all
