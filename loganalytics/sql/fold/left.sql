-- Row: how many hits that may be views are still to be folded, and how many counts of bots and of
-- downloads by visitor. Reads: views, bot_hits, downloaders. Personal: no.
select (select count(*) from views),
    (select count(*) from bot_hits) + (select count(*) from downloaders)
