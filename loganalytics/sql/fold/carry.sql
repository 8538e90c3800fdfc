-- Puts what was counted beside the known lines: now it is known, too. Row: as in parse/counts. Reads:
-- views, visitor_keys, bot_hits, downloaders, embeds. Writes: earlier.views, earlier.visitor_keys,
-- earlier.bot_hits, earlier.downloaders, earlier.embeds. Personal: keys; memory only.
insert into earlier.views by name
select views.* replace (key_in(log_of(site_id), key) as key)
from views join visitor_keys using (key) where is_log(site_id);
insert into earlier.visitor_keys by name
with met as (
    select key_in(log_of(site_id), key) as key, site_of(site_id) as site_id, agent_id, country
    from visitor_keys where is_log(site_id)
)
select key, any_value(site_id) as site_id, any_value(agent_id) as agent_id,
    any_value(country) as country
from met anti join earlier.visitor_keys as e on e.key = met.key
group by met.key;
insert into earlier.bot_hits by name
select * replace (key_in(log_of(site_id), key) as key, site_of(site_id) as site_id)
from bot_hits where is_log(site_id);
insert into earlier.downloaders by name
select * replace (key_in(log_of(site_id), key) as key, site_of(site_id) as site_id)
from downloaders where is_log(site_id);
insert into earlier.embeds by name
select * replace (site_of(site_id) as site_id) from embeds where is_log(site_id);
