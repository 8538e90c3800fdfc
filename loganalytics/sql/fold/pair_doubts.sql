-- Counts, of a share of the visitors, those of pairs that lost their page for which it is in doubt
-- whether they are $k or more. Row: such pairs on a day, together. Reads: pair_pools, pair_counts,
-- page_values. Writes: doubts. Personal: no.
insert into doubts by name
select place_id, c.by_nth, c.by_1, count(distinct v.key) as visitors
from pair_pools as q
join pair_counts as c using (place_id, nth, by_nth, value_1, by_1)
join page_values as v using (place_id)
where q.value_1 = 0 and q.visitors >= $k and q.least < $k
    and v.page_id = c.value_id and v.value_ids[c.by_nth] = c.by_id
group by all
