-- Adds which pages load the pixel, the styles and the scripts of a site, for each log and for all.
-- Row: loads of a page. Reads: embeds, earlier.embeds. Writes: embeds. Personal: headers by number;
-- memory only.
insert into embeds by name
with met as (
    select site_of(site_id) as site_id, log_of(site_id) as log, header_id, hits from embeds
    union all
    select site_id, known_lines(), header_id, hits from earlier.embeds
)
select site_in(minus(log), site_id) as site_id, header_id, hits from met
union all
select site_in(plus(), site_id), header_id, sum(hits)::bigint from met group by all
