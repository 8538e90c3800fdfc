-- Row: a portion of the pages to be added, so that some $most rows are sorted at once, not all: those
-- behind one page, up to another, ascending; null where it has no beginning or no end. Where they end
-- is found in a sample. Each portion reads all rows, so there are not more than 50.
-- Reads: new_pages, new_sites. Writes: nothing. Personal: no.
with portions as (
    select greatest(1, least(50, ceil(count(*) / $most)))::bigint as portions from new_pages
),
sampled as (
    select {site: site, path: path} as page, portions,
        ntile(portions) over (order by site, path) as nr
    from (select * from new_pages using sample reservoir(5000 rows) repeatable (1))
    join new_sites using (site_id), portions
    where portions > 1
),
ends as (
    select distinct page
    from (select max(page) as page from sampled where nr < portions group by nr)
    union all
    select null  -- the last has none
)
select lag(page) over (order by page nulls last) as after, page as up_to
from ends order by page nulls last
