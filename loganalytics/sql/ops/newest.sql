-- The one row: the minute of the newest hit that was ever counted and not undone, also where it was
-- erased since; UTC, null without hits. Reads: old.ingests. Personal: no.
select max(last) from old.ingests
