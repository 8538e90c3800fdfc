-- Row: two values that views of a day have in common, folded: what lost a half and still stands for
-- fewer than k visitors loses both. So the sums stay those of the views. Reads: pair_counts,
-- pair_pools, places, pages, names. Writes: new_pairs. Personal: no. $of_pages: whether the first of
-- the two is a page.
insert into new_pairs by name
with folded as (
    select place_id, nth, by_nth, case when visitors < $k then 0 else value_1 end as value_id,
        case when visitors < $k then 0 else by_1 end as by_id, sum(pageviews)::bigint as pageviews
    from pair_pools group by all
    union all
    select place_id, nth, by_nth, value_id, by_id, pageviews
    from pair_counts where value_1 <> 0 and by_1 <> 0
),
named as (select distinct place_id, day, site_id from places)
select day, site_id, dimension_of(nth) as dimension,
    case when f.value_id = 0 then '(other)' when $of_pages then page else a.name end as value,
    dimension_of(by_nth) as by_dimension, coalesce(b.name, '(other)') as by_value, pageviews
from folded as f
join named using (place_id)
left join pages on $of_pages and page_id = f.value_id
left join names as a on not $of_pages and a.name_id = f.value_id
left join names as b on b.name_id = f.by_id
