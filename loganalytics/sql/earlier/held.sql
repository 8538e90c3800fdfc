-- Row: how many hits of known lines are held. Reads: earlier.views, earlier.bot_hits,
-- earlier.downloaders. Personal: no.
select (select count(*) from earlier.views) + (select count(*) from earlier.bot_hits)
    + (select count(*) from earlier.downloaders)
