-- What the hits of the source at hand came to so far; made anew for each source.
-- Personal: the visitor keys, and so views, downloaders and bot_hits. Memory only.
create or replace table outcomes (outcome varchar, lines bigint);
create or replace table traffic (
    bucket bigint, site_id integer, method varchar, status smallint, bot boolean, hits bigint,
    bytes_sent bigint);
create or replace table bot_hits (
    day date, site_id integer, bot varchar, kind varchar, key ubigint, hits bigint,
    bytes_sent bigint);
create or replace table downloaders (
    day date, site_id integer, path_id integer, key ubigint, hits bigint, bytes_sent bigint);
create or replace table embeds (site_id integer, header_id integer, hits bigint);
create or replace table views (
    key ubigint, time bigint, kind utinyint,  -- 0 request, 1 pixel, 2 event
    site_id integer, path_id integer, agent_id integer, country varchar,
    header_id integer, referrer_id integer, campaign_id integer, title_id integer,
    screen_id integer);
create or replace table span (first bigint, last bigint);
