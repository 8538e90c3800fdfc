-- Counts each value of each dimension on a day, of a share of the visitors.
-- Row: a value on a day of a site. Reads: visitor_values. Writes: value_counts. Personal: no.
-- The visits of a value are those that begin on the day.
insert into value_counts by name
with spread as (
    select key, place_id, pageviews, visits, unnest(name_ids) as name_id from visitor_values
),
of_visitor as (
    select place_id, name_id, sum(pageviews)::integer as pageviews, sum(visits)::integer as visits
    from spread group by place_id, name_id, key
)
select place_id, name_id, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    count(*) as visitors
from of_visitor group by all
