-- A row is one of the pages ($sites, $paths: lists of equal length) that has a title, with the latest.
-- Up to the ingest $summed the latest are kept.
-- reads: latest_titles, titles. yields: site, path, title.
-- personal: no.
with asked as (
    select unnest($sites::varchar[]) as site, unnest($paths::varchar[]) as path
),
known as (
    select site, path, day, ingest_id, title from latest_titles
    union all
    select site, path, day, ingest_id, title from titles where ingest_id > $summed
)
select site, path, max_by(title, (day, ingest_id)) as title
from known semi join asked using (site, path)
group by site, path
