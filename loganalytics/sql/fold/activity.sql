-- Row: what people did on a site in a bucket. Reads: facts, visits, visitor_days.
-- Writes: new_activity. Personal: no.
insert into new_activity by name
with counted as (
    select bucket, site_id, count(*) as pageviews, 0 as visits, 0 as visitors,
        0 as returning_visits, 0 as bounces, 0 as seconds
    from facts group by all
    union all
    select bucket, site_id, 0, count(*), 0, count(*) filter (nth > 1), count(*) filter (bounce),
        sum(stop - start)
    from visits group by all
    union all
    select bucket, site_id, 0, 0, count(*), 0, 0, 0 from visitor_days group by all
)
select make_timestamp(bucket * 1000000) as bucket, site_id, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(visitors)::bigint as visitors,
    sum(returning_visits)::bigint as returning_visits, sum(bounces)::bigint as bounces,
    sum(seconds)::bigint as seconds
from counted group by bucket, site_id
