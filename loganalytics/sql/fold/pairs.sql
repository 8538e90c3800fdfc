-- Row: a page and a value of $dimension on a day, folded. Reads: pair_views, page_visitors,
-- places, pages, names, day_values. Writes: new_pairs. Personal: no.
--
-- A pair seen from fewer than k visitors loses its rarer value, the one with fewer visitors on that
-- day and site (the by_value where both have as many), to '(other)'; what then still stands for
-- fewer than k visitors loses both. So the sums stay those of the views.
-- A page_1 of 0 and a by_1 of null are '(other)'.
insert into new_pairs by name
with exact as materialized (
    select place_id, page_id, by_id, count(*) as visitors, sum(pageviews) as pageviews
    from pair_views group by all
),
of_page as (
    select place_id, page_id, count(*) as visitors from page_visitors group by all
),
of_value as (
    select place_id, name_id as by_id, visitors from day_values
),
rarer as (
    select e.place_id, e.page_id, e.by_id,
        case when p.visitors >= v.visitors then e.page_id else 0 end as page_1,
        case when p.visitors < v.visitors then e.by_id end as by_1
    from exact as e
    join of_page as p using (place_id, page_id)
    join of_value as v using (place_id, by_id)
    where e.visitors < $k
),
merged as materialized (
    select row_number() over () as merged_id, place_id, page_1, by_1
    from (select distinct place_id, page_1, by_1 from rarer)
),
into_merged as (
    select r.place_id, r.page_id, r.by_id, m.merged_id
    from rarer as r
    join merged as m on m.place_id = r.place_id and m.page_1 = r.page_1
        and m.by_1 is not distinct from r.by_1
),
once as (
    select merged_id, key, sum(pageviews) as pageviews
    from pair_views join into_merged using (place_id, page_id, by_id)
    group by all
),
counted as (
    select merged_id, sum(pageviews) as pageviews, count(*) < $k as few from once group by all
),
folded as (
    select place_id, case when few then 0 else page_1 end as page_id,
        case when not few then by_1 end as by_id, sum(pageviews)::bigint as pageviews
    from counted join merged using (merged_id) group by all
    union all
    select place_id, page_id, by_id, pageviews::bigint
    from exact where visitors >= $k
),
named as (select distinct place_id, day, site_id from places)
select day, site_id, 'path' as dimension, coalesce(page, '(other)') as value,
    $dimension as by_dimension, coalesce(name, '(other)') as by_value,
    sum(pageviews)::bigint as pageviews
from folded as f
join named using (place_id)
left join pages using (page_id)
left join names as n on n.name_id = f.by_id
group by all
