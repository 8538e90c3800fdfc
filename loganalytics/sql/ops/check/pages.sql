-- Row: how many buckets of ingests and sites there are, and in how many `pages` has other pageviews,
-- visits (as entries and as exits) or bounces than `activity`: fewer are right where paths were
-- forgotten, and nothing can be said of joins then. Reads: old.activity, old.pages, ledger. Personal: no.
with of_pages as (
    select ingest_id, bucket, site, sum(pageviews) as pageviews, sum(entries) as entries,
        sum(exits) as exits, sum(bounces) as bounces
    from old.pages group by all
),
of_site as (
    select ingest_id, bucket, site, sum(pageviews) as pageviews, sum(visits) as visits,
        sum(bounces) as bounces
    from old.activity group by all
),
both_of_them as (
    select coalesce(l.erased, '') = 'paths' as forgotten,
        l.ingest_id is null and exists (from ledger where erased = 'paths') as unsure,
        coalesce(s.pageviews, 0) - coalesce(p.pageviews, 0) as pageviews,
        coalesce(s.visits, 0) - coalesce(p.entries, 0) as entries,
        coalesce(s.visits, 0) - coalesce(p.exits, 0) as exits,
        coalesce(s.bounces, 0) - coalesce(p.bounces, 0) as bounces
    from of_site as s
    full join of_pages as p using (ingest_id, bucket, site)
    left join ledger as l using (ingest_id)
)
select count(*), count(*) filter (
    case when unsure then false
        when forgotten then least(pageviews, entries, exits, bounces) < 0
        else pageviews <> 0 or entries <> 0 or exits <> 0 or bounces <> 0 end
)
from both_of_them
