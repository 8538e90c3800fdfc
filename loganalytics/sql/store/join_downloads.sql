-- Adds what visitors have in several logs together, less what they have in each alone: fold/shared.
-- Rows that come to nothing are left out. Reads: new_downloads, new_sites. Writes: db.downloads.
-- Personal: no.
insert into db.downloads by name
with signed as (
    select n.*, site, case when log_of(site_id) = plus() then 1 else -1 end as sign
    from new_downloads as n join new_sites using (site_id)
    where not is_log(site_id)
),
summed as (
    select day, site, path,
        sum(sign * hits)::bigint as hits,
        sum(sign * bytes_sent)::bigint as bytes_sent,
        sum(sign * visitors)::bigint as visitors
    from signed group by all
)
select $join_id as ingest_id, *
from summed
where hits <> 0 or bytes_sent <> 0 or visitors <> 0
order by day, site, path
