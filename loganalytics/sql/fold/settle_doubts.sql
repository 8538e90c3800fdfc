-- Takes over how many visitors pairs have for which that was in doubt. Reads: doubts.
-- Writes: pair_pools. Personal: no.
update pair_pools as p set visitors = d.visitors
from (select place_id, by_nth, by_1, sum(visitors) as visitors from doubts group by all) as d
where p.value_1 = 0 and p.place_id = d.place_id and p.by_nth = d.by_nth and p.by_1 = d.by_1
