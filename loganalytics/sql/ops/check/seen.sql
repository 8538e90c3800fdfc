-- Row: how many pages of ingests there are of which nothing was erased, and how many were seen by more
-- visits than they have pageviews. Reads: old.pages, ledger. Personal: no.
with of_page as (
    select sum(visits) as visits, sum(pageviews) as pageviews
    from old.pages
    where ingest_id in (select ingest_id from ledger where coalesce(erased, '') = '')
    group by ingest_id, site, path
)
select count(*), count(*) filter (visits > pageviews) from of_page
