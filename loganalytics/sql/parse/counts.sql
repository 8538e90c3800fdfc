-- What the hits of the source at hand came to so far; made anew for each source.
-- Personal: the visitor keys, and so all tables but traffic and embeds; what was asked for and the
-- Referer headers in requests and response_times. Memory only.
create or replace table traffic (
    bucket bigint, site_id bigint, method method, status smallint, outcome outcome, hits bigint,
    bytes_sent bigint, first bigint, last bigint);
create or replace table bot_hits (
    bucket bigint, site_id bigint, agent_id integer, key ubigint, hits bigint, bytes_sent bigint);
create or replace table downloaders (
    bucket bigint, site_id bigint, path_id integer, key ubigint, hits bigint, bytes_sent bigint);
-- All hits by what was asked for: the number of its path, or, where that was not looked up, the path
-- as logged. path_id 0: one of too many. came: of 404 and 410, the Referer; followers:
-- the keys of people who came by it, at most k. status: 0 below 400.
create or replace table requests (
    day date, site_id bigint, path_id integer, asked varchar, header_id integer, came varchar,
    bot varchar, status smallint, followers ubigint[], hits bigint, bytes_sent bigint);
-- All hits of which the log says how long they took, by what was asked for, as in requests.
create or replace table response_times (
    day date, site_id bigint, path_id integer, asked varchar, duration_bucket smallint, hits bigint);
create or replace table embeds (site_id bigint, header_id integer, hits bigint);
create or replace table embed_hosts (site_id bigint, host varchar, hits bigint);
-- What each key stands for.
create or replace table visitor_keys (
    key ubigint, site_id bigint, agent_id integer, country varchar);
create or replace table views (
    key ubigint, time bigint, kind utinyint,  -- 0 request, 1 pixel, 2 event
    path_id integer, header_id integer, referrer_id integer, campaign_id integer, title_id integer,
    screen_id integer, event_id integer);
