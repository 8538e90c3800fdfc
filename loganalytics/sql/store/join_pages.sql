-- Adds what visitors have in several logs together, less what they have in each alone: fold/shared.
-- Rows that come to nothing are left out. Reads: new_pages, new_sites. Writes: db.pages.
-- Personal: no.
insert into db.pages by name
with signed as (
    select n.*, site, case when log_of(site_id) = plus() then 1 else -1 end as sign
    from new_pages as n join new_sites using (site_id)
    where not is_log(site_id)
),
summed as (
    select bucket, site, path,
        sum(sign * pageviews)::bigint as pageviews,
        sum(sign * visits)::bigint as visits,
        sum(sign * entries)::bigint as entries,
        sum(sign * exits)::bigint as exits,
        sum(sign * bounces)::bigint as bounces,
        sum(sign * visitors)::bigint as visitors,
        sum(sign * seconds)::bigint as seconds
    from signed group by all
)
select $join_id as ingest_id, *
from summed
where pageviews <> 0 or visits <> 0 or entries <> 0 or exits <> 0 or bounces <> 0 or visitors <> 0 or seconds <> 0
order by site, path, bucket
