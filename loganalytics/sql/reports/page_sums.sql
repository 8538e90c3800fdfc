-- Sums the pages of a report once, for all its sections. Row of page_sums: a page that has counts in
-- [start, end), UTC, of the paths like $path; it may sum to nothing. seconds: time until the visit's
-- next view. $site null: all sites. $path: a pattern for `like`, '%' for all; $but: of paths unlike it.
-- [$first_month, $after_months): the whole months in the range. They are summed up to the ingest
-- $summed; what else there is comes row by row, each kind by conditions that skip all other parts.
-- Reads: month_pages, pages. Writes: page_sums. Personal: no.
create or replace temp table page_sums as
with counts as (
    select site, path, pageviews, visits, entries, exits, bounces, visitors, seconds
    from month_pages
    where month >= $first_month and month < $after_months
    union all
    select site, path, pageviews, visits, entries, exits, bounces, visitors, seconds
    from pages
    where bucket >= $first_month and bucket < $after_months and ingest_id > $summed
    union all
    select site, path, pageviews, visits, entries, exits, bounces, visitors, seconds
    from pages
    where bucket >= $start and bucket < $first_month
    union all
    select site, path, pageviews, visits, entries, exits, bounces, visitors, seconds
    from pages
    where bucket >= $after_months and bucket < $end
)
select site, path,
    sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    sum(entries)::bigint as entries, sum(exits)::bigint as exits,
    sum(bounces)::bigint as bounces, sum(visitors)::bigint as visitors,
    sum(seconds)::bigint as seconds
from counts
where ($site::varchar is null or site = $site)
    -- Without escapes `like` is twice as fast, and all paths need none at all.
    and ($but or $path = '%' or contains($path, '\') or path like $path)
    and ($but or not contains($path, '\') or path like $path escape '\')
    and (not $but or path not like $path escape '\')
group by site, path
