-- Pairs pages with what their visitors are known for.
-- Row: a page (`nth` 0) and a value of a dimension, `by_nth` its place in the order of the dimensions
-- of pairs, on a day: of a visitor, or (key null) of all who are known for one of each.
-- Reads: page_values. Writes: pair_views. Personal: keys.
insert into pair_views by name
with spread as (
    select place_id, page_id, case when several then key end as key, pageviews,
        unnest(range(1, 9)) as by_nth, unnest(value_ids) as by_id
    from page_values
)
select place_id, 0 as nth, by_nth, page_id as value_id, by_id, key,
    case when key is null then count(*) else 1 end::integer as visitors,
    sum(pageviews)::integer as pageviews
from spread where by_id is not null
group by place_id, by_nth, page_id, by_id, key
