-- Counts the events of a day by name and page, folded. A visitor is counted on the page of the first event of
-- that name, so that the pages of an event sum to its visitors.
-- Row: an event on a page on a day. Reads: views, buckets, visitor_keys, parameters, paths.
-- Writes: new_events. Personal: no: cleaned texts.
-- A page on which fewer than k visitors had an event becomes '(other)' of that event. Of the names of
-- a day of a site, and then of its rows, those with the most hits stay.
insert into new_events by name
with hits as (
    select v.key, v.time, b.day, k.site_id, e.value as event, p.page as path
    from views as v
    join buckets as b on b.bucket = bucket_of(v.time, $bucket_seconds)
    join visitor_keys as k using (key)
    join parameters as e on e.parameter_id = v.event_id
    join paths as p on p.path_id = v.path_id
    where v.kind = 2
),
names as (
    select day, site_id, event,
        row_number() over (partition by day, site_id order by count(*) desc, event) as place
    from hits group by day, site_id, event
),
of_visitor as (
    select day, site_id, case when place <= $most_names then event else '(other)' end as name, path,
        key, count(*) as hits, min(time) as first
    from hits join names using (day, site_id, event) group by all
),
met as (
    select *,
        row_number() over (partition by day, site_id, name, key order by first, path) = 1 as new
    from of_visitor
),
of_page as (
    select day, site_id, name, case when count(*) < $k then '(other)' else path end as page,
        sum(hits) as hits, count(*) filter (new) as visitors
    from met group by day, site_id, name, path
),
folded as (
    select day, site_id, name, page as path, sum(hits) as hits, sum(visitors) as visitors
    from of_page group by all
),
placed as (
    select *, row_number() over (partition by day, site_id order by hits desc, name, path) as place
    from folded
)
select day, site_id, name as event, case when place <= $most then path else '(other)' end as path,
    sum(hits)::bigint as hits, sum(visitors)::bigint as visitors
from placed group by all
