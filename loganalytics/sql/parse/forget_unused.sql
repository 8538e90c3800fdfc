-- Forgets what was looked up and is no longer pointed at; what is met again is looked up again.
-- Row: as in parse/tables. Reads: views, embeds, visitor_keys, bot_hits, downloaders. Writes: targets,
-- headers, parameters, paths, agents. Personal: as in parse/tables; memory only.
truncate targets;
create or replace table headers as
with used as (select header_id from views union select header_id from embeds)
select headers.* from headers where header_id in (from used);
create or replace table parameters as
with used as (
    select 0 as parameter_id
    union select referrer_id from views union select campaign_id from views
    union select title_id from views union select screen_id from views
)
select parameters.* from parameters where parameter_id in (from used);
create or replace table paths as
with used as (
    select path_id from views union select path_id from downloaders
    union select path_id from headers where path_id is not null
    union select path_id from parameters where path_id is not null
)
select paths.* from paths where path_id in (from used);
create or replace table agents as
with used as (select agent_id from visitor_keys union select agent_id from bot_hits)
select agents.* from agents where agent_id in (from used);
