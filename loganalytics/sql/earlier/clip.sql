-- Leaves of the known lines those of the stretch of time of which all were read. Row: a hit, or hits.
-- Reads: stretch. Writes: earlier.views, earlier.bot_hits, earlier.downloaders. Personal: what it
-- drops.
delete from earlier.views using stretch where time < since or time >= until;
delete from earlier.bot_hits using stretch where bucket < since or bucket >= until;
delete from earlier.downloaders using stretch where bucket < since or bucket >= until;
