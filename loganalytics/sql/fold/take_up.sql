-- Takes up again what was set aside, when the rest is folded, and forgets the visitors who are done.
-- Row: as in parse/counts. Reads: later_views, later_traffic, later_bot_hits, later_downloaders,
-- later_requests, later_response_times, and those of earlier. Writes: views, traffic, bot_hits,
-- downloaders, requests, response_times, visitor_keys, embed_hosts, embeds, earlier.views, earlier.bot_hits, earlier.downloaders,
-- earlier.embeds. Personal: keys; memory only.
drop table views;
alter table later_views rename to views;
drop table traffic;
alter table later_traffic rename to traffic;
drop table bot_hits;
alter table later_bot_hits rename to bot_hits;
drop table downloaders;
alter table later_downloaders rename to downloaders;
drop table requests;
alter table later_requests rename to requests;
drop table response_times;
alter table later_response_times rename to response_times;
create or replace table visitor_keys as
select k.* from visitor_keys as k where exists (from views where views.key = k.key);
create or replace table embed_hosts as
select site_id, host, sum(hits)::bigint as hits
from (
    from embed_hosts
    union all
    select site_id, host, hits from embeds join headers using (header_id)
)
group by site_id, host;
create or replace table embeds as from embeds limit 0;
drop table earlier.views;
alter table earlier.later_views rename to views;
drop table earlier.bot_hits;
alter table earlier.later_bot_hits rename to bot_hits;
drop table earlier.downloaders;
alter table earlier.later_downloaders rename to downloaders;
create or replace table earlier.embeds as from earlier.embeds limit 0;
