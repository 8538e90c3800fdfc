-- Drops what is left in memory of hits, once they are counted. Writes: views, bot_hits, downloaders,
-- requests, response_times. Personal: what it drops.
truncate views;
truncate bot_hits;
truncate downloaders;
truncate requests;
truncate response_times;
