-- Row: a page and a value of another dimension on a day, folded. Reads: pair_views, places, pages,
-- names. Writes: new_pairs. Personal: no.
--
-- A pair seen from fewer than k visitors loses its rarer value, the one with fewer visitors on that
-- day and site (the by_value where both have as many), to '(other)'; what then still stands for
-- fewer than k visitors loses both. So the sums stay those of the views. 0 is '(other)'.
create or replace table new_pairs as
with exact as materialized (
    select place_id, by_dimension, page_id, by_id, count(*) as visitors, sum(pageviews) as pageviews
    from pair_views group by all
),
of_page as (
    select place_id, by_dimension, page_id, count(distinct key) as visitors
    from pair_views group by all
),
of_value as (
    select place_id, by_dimension, by_id, count(distinct key) as visitors
    from pair_views group by all
),
rarer as materialized (
    select e.place_id, e.by_dimension, e.page_id, e.by_id,
        case when p.visitors >= v.visitors then e.page_id else 0 end as page_1,
        case when p.visitors < v.visitors then e.by_id else 0 end as by_1
    from exact as e
    join of_page as p using (place_id, by_dimension, page_id)
    join of_value as v using (place_id, by_dimension, by_id)
    where e.visitors < $k
),
once as (
    select place_id, by_dimension, page_1, by_1, key, sum(s.pageviews) as pageviews
    from pair_views as s join rarer using (place_id, by_dimension, page_id, by_id)
    group by all
),
counted as (
    select place_id, by_dimension, page_1, by_1, sum(pageviews) as pageviews,
        count(*) < $k as few
    from once group by all
),
folded as (
    select place_id, by_dimension, case when few then 0 else page_1 end as page_id,
        case when few then 0 else by_1 end as by_id, sum(pageviews)::bigint as pageviews
    from counted group by all
    union all
    select place_id, by_dimension, page_id, by_id, pageviews::bigint from exact
    where visitors >= $k
),
named as (select distinct place_id, day, site from places)
select day, site, 'path' as dimension, coalesce(page, '(other)') as value, by_dimension,
    coalesce(name, '(other)') as by_value, sum(pageviews)::bigint as pageviews
from folded
join named using (place_id)
left join pages using (page_id)
left join names on name_id = by_id
group by all
