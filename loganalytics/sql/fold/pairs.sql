-- Row: a page and a value of another dimension on a day, folded. Reads: facts, origins, agents,
-- sites, pages. Writes: new_pairs. Personal: no.
--
-- A pair seen from fewer than k visitors loses its rarer value, the one with fewer visitors on that
-- day and site (the by_value where both have as many), to '(other)'; what then still stands for
-- fewer than k visitors loses both. So the sums stay those of the views. 0 is '(other)'.
create or replace table new_pairs as
with summed as (
    select day, site_id, page_id, key, origin_id, country, agent_id, count(*) as pageviews
    from facts group by all
),
texts as (
    select day, site, page_id, key, source, country, device, browser, pageviews
    from summed join sites using (site_id) join origins using (origin_id) join agents using (agent_id)
),
names as (
    select name, row_number() over ()::integer as name_id
    from (
        select source as name from origins union select browser from agents
        union select device from agents union select country from addresses
    )
),
numbered as (
    select dense_rank() over (order by day, site)::integer as place_id, day, site, page_id, key,
        s.name_id as source, c.name_id as country, d.name_id as device, b.name_id as browser,
        pageviews
    from texts as t
    join names as s on s.name = t.source
    join names as c on c.name = t.country
    join names as d on d.name = t.device
    join names as b on b.name = t.browser
),
places as (select distinct place_id, day, site from numbered),
seen as (
    select place_id, page_id, by_dimension, by_id, key, sum(pageviews) as pageviews
    from numbered unpivot (by_id for by_dimension in (source, country, device, browser))
    group by all
),
exact as (
    select place_id, by_dimension, page_id, by_id, count(*) as visitors
    from seen group by all
),
of_page as (
    select place_id, by_dimension, page_id, count(distinct key) as visitors from seen group by all
),
of_value as (
    select place_id, by_dimension, by_id, count(distinct key) as visitors from seen group by all
),
rarer as (
    select e.*,
        case when e.visitors >= $k or p.visitors >= v.visitors then e.page_id else 0 end as page_1,
        case when e.visitors >= $k or p.visitors < v.visitors then e.by_id else 0 end as by_1
    from exact as e
    join of_page as p using (place_id, by_dimension, page_id)
    join of_value as v using (place_id, by_dimension, by_id)
),
once as (
    select place_id, by_dimension, page_1, by_1, key, sum(pageviews) as pageviews
    from seen join rarer using (place_id, by_dimension, page_id, by_id)
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
)
select day, site, 'path' as dimension, coalesce(page, '(other)') as value, by_dimension,
    coalesce(name, '(other)') as by_value, pageviews
from folded
join places using (place_id)
left join pages using (page_id)
left join names on name_id = by_id
