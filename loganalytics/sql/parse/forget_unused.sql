-- Forgets what was looked up and is no longer pointed at; what is met again is looked up again.
-- Row: as in parse/tables. Reads: views, embeds, visitor_keys, bot_hits, downloaders, requests,
-- response_times, and those of earlier. Writes: headers, header_texts, parameters, campaigns, paths,
-- agents.
-- Personal: as in parse/tables; memory only. What stands for no path (kind '') stays.
-- No agent and no target may be known by its text any more: see forget_texts.
create or replace table headers as
with used as (
    select header_id from views union select header_id from embeds
    union select header_id from earlier.views union select header_id from earlier.embeds
    union select header_id from requests
)
select headers.* from headers where header_id in (from used);
create or replace table header_texts as
select header_texts.* from header_texts where header_id in (select header_id from headers);
create or replace table parameters as
with waiting as (
    select referrer_id, campaign_id, title_id, screen_id, event_id from views
    union all
    select referrer_id, campaign_id, title_id, screen_id, event_id from earlier.views
),
used as (
    select 0 as parameter_id
    union select referrer_id from waiting union select campaign_id from waiting
    union select title_id from waiting union select screen_id from waiting
    union select event_id from waiting
)
select parameters.* from parameters where parameter_id in (from used);
delete from campaigns where parameter_id not in (select parameter_id from parameters);
create or replace table paths as
with used as (
    select path_id from views union select path_id from downloaders
    union select path_id from earlier.views union select path_id from earlier.downloaders
    union select path_id from requests union select path_id from response_times
    union select path_id from headers where path_id is not null
    union select path_id from parameters where path_id is not null
)
select paths.* from paths where path_id in (from used) or kind = '';
create or replace table agents as
with used as (
    select agent_id from visitor_keys union select agent_id from bot_hits
    union select agent_id from earlier.visitor_keys union select agent_id from earlier.bot_hits
    union select 0
)
select agents.* from agents where agent_id in (from used);
