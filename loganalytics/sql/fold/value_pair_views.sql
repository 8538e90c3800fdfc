-- Pairs what visitors are known for on a day.
-- Row: a value of a dimension and one of a later, `nth` and `by_nth` their places in the order of the
-- dimensions of pairs, on a day: of a visitor, or (key null) of all who are known for one of each.
-- Reads: common_values. Writes: pair_views. Personal: keys.
insert into pair_views by name
with together as (
    select place_id, value_ids, case when several then key end as key,
        count(*)::integer as visitors, sum(pageviews)::integer as pageviews
    from common_values group by all
),
two as (
    select a.nth, b.nth as by_nth
    from unnest(range(1, 9)) as a (nth) join unnest(range(1, 9)) as b (nth) on a.nth < b.nth
)
select place_id, nth, by_nth, value_ids[nth] as value_id, value_ids[by_nth] as by_id, key,
    case when key is null then sum(visitors) else 1 end::integer as visitors,
    sum(pageviews)::integer as pageviews
from together cross join two
where value_ids[nth] is not null and value_ids[by_nth] is not null
group by place_id, nth, by_nth, value_id, by_id, key
