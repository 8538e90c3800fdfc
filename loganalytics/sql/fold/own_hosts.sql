-- Finds the site's own hosts: its virtual host, and the hosts whose pages load the site's pixel,
-- styles and scripts (at least one in twenty of those loads, so that a copycat does not count).
-- Row: an own host of a site. Reads: new_sites, embeds, embed_hosts, headers. Writes: own_hosts.
-- Personal: hosts.
create or replace table own_hosts as
with loads as (
    select site_id, host, sum(hits) as hits
    from (
        select site_id, host, hits from embeds join headers using (header_id)
        union all
        select site_id, host, hits from embed_hosts
    )
    group by all
)
select site_id, host from loads
qualify hits * 20 >= sum(hits) over (partition by site_id)
union
select site_id, regexp_replace(site, '^www\.', '') from new_sites where site <> ''
