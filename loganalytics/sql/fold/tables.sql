-- The tables that the parts of the visitors are folded into. Writes: visits, facts.
-- Personal: keys; memory only.
create or replace table visits (
    visit_id integer, key ubigint, cut integer, site_id bigint, agent_id integer,
    bucket bigint, start bigint, stop bigint, last_time bigint, first_place integer,
    entry_page_id integer, exit_page_id integer,
    header_id integer, referrer_id integer, campaign_id integer, screen_id integer,
    pixel boolean, bounce boolean, nth bigint);
create or replace table facts (
    key ubigint, time bigint, page_id integer, title_id integer, seconds integer,
    visit_id integer, site_id bigint, agent_id integer, visit_bucket bigint,
    entry_page_id integer, exit_page_id integer, bounce boolean, entry boolean,
    origin_id integer, screen_id integer, pixel boolean, bucket bigint, place_id integer);
