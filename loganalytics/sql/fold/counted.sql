-- What the new lines of a source come to, made anew for each source: the columns of the tables of
-- store/schema, but for the site, which is a number here. Row: as there. Writes: new_activity,
-- new_bandwidth, new_bot_pages, new_bots, new_daily, new_downloads, new_errors, new_events, new_pages,
-- new_pairs, new_recent, new_response_times, new_titles, new_traffic, edges, met. Personal: no.
-- What grows most with a log is in `packed`, where it may be compressed.
create or replace table new_activity (
    bucket timestamp, site_id bigint, pageviews bigint, visits bigint, visitors bigint,
    returning_visits bigint, bounces bigint, seconds bigint);
create or replace table new_bandwidth (
    day date, site_id bigint, path varchar, hits bigint, bytes_sent bigint);
create or replace table packed.new_bot_pages (
    day date, site_id bigint, bot varchar, path varchar, hits bigint, bytes_sent bigint);
create or replace table new_bots (
    day date, site_id bigint, bot varchar, kind varchar, hits bigint, bytes_sent bigint,
    visitors bigint);
create or replace table packed.new_daily (
    day date, site_id bigint, dimension varchar, value varchar, pageviews bigint, visits bigint,
    visitors bigint);
create or replace table new_downloads (
    day date, site_id bigint, path varchar, hits bigint, bytes_sent bigint, visitors bigint);
create or replace table new_errors (
    day date, site_id bigint, status smallint, path varchar, kind varchar, referrer varchar,
    bot boolean, hits bigint);
create or replace table new_events (
    day date, site_id bigint, event varchar, path varchar, hits bigint, visitors bigint);
create or replace table packed.new_pages (
    bucket timestamp, site_id bigint, path varchar, pageviews bigint, visits bigint, entries bigint,
    exits bigint, bounces bigint, visitors bigint, seconds bigint);
create or replace table packed.new_pairs (
    day date, site_id bigint, dimension varchar, value varchar, by_dimension varchar,
    by_value varchar, pageviews bigint);
create or replace table new_recent (
    minute timestamp, site_id bigint, path varchar, device varchar, browser varchar, os varchar,
    entry boolean);
create or replace table new_response_times (
    day date, site_id bigint, path varchar, duration_bucket smallint, hits bigint);
create or replace table packed.new_titles (day date, site_id bigint, path varchar, title varchar);
create or replace table new_traffic (
    bucket timestamp, site_id bigint, method method, status smallint, bot boolean, hits bigint,
    bytes_sent bigint);
-- In which minutes visits began and ended, for those that the border to another ingest may cut.
create or replace table edges (site_id bigint, start bigint, stop bigint, visits bigint);
-- Which buckets of a site have hits.
create or replace table met (bucket bigint, site_id bigint);
