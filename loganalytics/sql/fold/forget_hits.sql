-- Drops what is left in memory of hits, once they are counted. Writes: views, bot_hits, downloaders,
-- requests, response_times. Personal: what it drops.
create or replace table views as from views limit 0;
create or replace table bot_hits as from bot_hits limit 0;
create or replace table downloaders as from downloaders limit 0;
create or replace table requests as from requests limit 0;
create or replace table response_times as from response_times limit 0;
