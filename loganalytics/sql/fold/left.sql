-- Row: how many hits that may be views are still to be folded, how many counts of bots and of
-- downloads by visitor, and how many of what was asked for. Reads: views, bot_hits, downloaders,
-- requests, response_times. Personal: no.
select (select count(*) from views),
    (select count(*) from bot_hits) + (select count(*) from downloaders),
    (select count(*) from requests) + (select count(*) from response_times)
