-- Adds the sums of pages by month once more, with those of the ingests after $after up to $until.
-- $months: when the months begin that these touch, UTC, ascending. Row: how many.
-- Reads: db.pages, db.month_pages. Writes: db.month_pages. Personal: no.
insert into db.month_pages by name
with months as (
    select unnest($months::timestamp[]) as month
),
month_of as (  -- of each bucket once: to join all rows so would sort them
    select b.bucket, m.month
    from (
        select distinct bucket from db.pages where ingest_id > $after and ingest_id <= $until
    ) as b asof join months as m on b.bucket >= m.month
),
added as (
    select month_of.month, p.site, p.path, p.pageviews, p.visits, p.entries, p.exits, p.bounces,
        p.visitors, p.seconds
    from db.pages as p join month_of using (bucket)
    where p.ingest_id > $after and p.ingest_id <= $until
    union all by name
    select * from db.month_pages where list_contains($months::timestamp[], month)
)
select month, site, path, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    sum(entries)::bigint as entries, sum(exits)::bigint as exits,
    sum(bounces)::bigint as bounces, sum(visitors)::bigint as visitors,
    sum(seconds)::bigint as seconds
from added
group by month, site, path
order by month, site, path
