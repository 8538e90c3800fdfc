-- Finds the titles of the pages that the sections show. Row of page_titles: a page among the first
-- $limit by pageviews, entries or exits that has a title, with the latest. Up to the ingest $summed
-- the latest are kept. Reads: page_sums, latest_titles, titles. Writes: page_titles. Personal: no.
create or replace temp table page_titles as
with shown as (
    (
        select site, path from page_sums
        where pageviews <> 0 or visits <> 0 or entries <> 0 or exits <> 0
        order by pageviews desc, path, site limit $limit
    )
    union
    (
        select site, path from page_sums where entries <> 0
        order by entries desc, path, site limit $limit
    )
    union
    (
        select site, path from page_sums where exits <> 0
        order by exits desc, path, site limit $limit
    )
),
known as (
    select site, path, day, ingest_id, title from latest_titles
    union all
    select site, path, day, ingest_id, title from titles where ingest_id > $summed
)
select t.site, t.path, max_by(t.title, (t.day, t.ingest_id)) as title
from known as t
semi join shown as s on s.site = t.site and s.path = t.path
group by t.site, t.path
