-- The one row: the minute of the newest hit that was ever counted and not undone, also where it was
-- erased since; UTC, null without hits. A log that was ahead of the clock when it was ingested says
-- nothing of it. Reads: old.ingests. Personal: no.
select max(last) from old.ingests where last < ingested + interval 1 day
