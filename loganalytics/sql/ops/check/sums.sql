-- Row: how many sums by month and latest titles are kept so that reports are quick, the latter twice,
-- and how many are others than what they are sums of. Reads: old_summed, old_month_pages,
-- old_latest_titles, old.pages, old.titles. Personal: no.
with months as (select distinct month from old_month_pages),
month_of as (  -- of each bucket once: to join all rows so would sort them
    select b.bucket, coalesce(m.month, b.bucket) as month
    from (select distinct bucket from old.pages) as b asof left join months as m
        on b.bucket >= m.month
),
summed as (
    select month_of.month, site, path, sum(pageviews) as pageviews,
        sum(visits) as visits, sum(entries) as entries, sum(exits) as exits,
        sum(bounces) as bounces, sum(visitors) as visitors, sum(seconds) as seconds
    from old.pages as p join month_of using (bucket)
    where ingest_id <= (select coalesce(max(ingest_id), 0) from old_summed)
    group by all
),
titled as (
    select site, path, max((day, ingest_id)) as latest
    from old.titles
    where ingest_id <= (select coalesce(max(ingest_id), 0) from old_summed)
    group by all
),
compared as (
    select s.pageviews is distinct from k.pageviews or s.visits is distinct from k.visits
        or s.entries is distinct from k.entries or s.exits is distinct from k.exits
        or s.bounces is distinct from k.bounces or s.visitors is distinct from k.visitors
        or s.seconds is distinct from k.seconds as wrong
    from summed as s full join old_month_pages as k using (month, site, path)
    union all
    select t.latest is distinct from (k.day, k.ingest_id)
    from titled as t full join old_latest_titles as k using (site, path)
    union all
    -- A page that was folded in pieces may have several of one day, of which any is the latest.
    select t.title is null
    from old_latest_titles as k
    left join (select distinct * from old.titles) as t using (ingest_id, day, site, path, title)
)
select count(*), count(*) filter (wrong) from compared
