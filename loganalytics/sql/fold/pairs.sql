-- Row: a page and a value of another dimension on a day, folded. Reads: facts. Writes: new_pairs.
-- Personal: no.
--
-- A pair seen from fewer than k visitors loses its rarer value, the one with fewer visitors on that
-- day and site (the by_value where both have as many), to '(other)'; what then still stands for
-- fewer than k visitors loses both. So the sums stay those of the views.
create or replace table new_pairs as
with seen as (
    select day, site, page as value, dimension as by_dimension, by_value, key, count(*) as pageviews
    from facts unpivot (by_value for dimension in (source, country, device, browser))
    group by all
),
exact as (
    select day, site, by_dimension, value, by_value, count(*) as visitors
    from seen group by all
),
of_value as (
    select day, site, by_dimension, value, count(distinct key) as visitors from seen group by all
),
of_by_value as (
    select day, site, by_dimension, by_value, count(distinct key) as visitors from seen group by all
),
rarer as (
    select e.*,
        case when e.visitors >= $k or a.visitors >= b.visitors then e.value else '(other)' end
            as value_1,
        case when e.visitors >= $k or a.visitors < b.visitors then e.by_value else '(other)' end
            as by_value_1
    from exact as e
    join of_value as a using (day, site, by_dimension, value)
    join of_by_value as b using (day, site, by_dimension, by_value)
),
once as (
    select s.day, s.site, s.by_dimension, value_1, by_value_1, s.key, sum(s.pageviews) as pageviews
    from seen as s join rarer using (day, site, by_dimension, value, by_value)
    group by all
),
counted as (
    select day, site, by_dimension, value_1, by_value_1, sum(pageviews) as pageviews,
        count(*) < $k as few
    from once group by all
)
select day, site, 'path' as dimension, case when few then '(other)' else value_1 end as value,
    by_dimension, case when few then '(other)' else by_value_1 end as by_value,
    sum(pageviews)::bigint as pageviews
from counted group by all
