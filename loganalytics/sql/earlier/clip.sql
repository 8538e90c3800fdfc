-- Leaves of the known lines those of the stretch of time of which all were read. Row: a hit, or hits.
-- Reads: stretch. Writes: earlier.views, earlier.bot_hits, earlier.downloaders. Personal: what it
-- drops.
create or replace table earlier.views as
select v.* from earlier.views as v, stretch where time >= since and time < until;
create or replace table earlier.bot_hits as
select b.* from earlier.bot_hits as b, stretch where bucket >= since and bucket < until;
create or replace table earlier.downloaders as
select d.* from earlier.downloaders as d, stretch where bucket >= since and bucket < until;
