-- Drops the pixel hits that were taken for those of a bot. Reads: cut. Writes: pixels.
-- Personal: memory only.
delete from pixels where outcome = 'pixel' and hit in (select rowid from cut where outcome = 'bot')
