-- Adds up pairs that lost a half. Row: what is left of them on a day. Reads: pair_counts, pair_views.
-- Writes: pair_pools. Personal: no.
--
-- `visitors` is exact for pairs of values where it is less than k; from k on there may be fewer, but k
-- or more (see thin_pairs). Of pages it is the most there can be, as one visitor may have seen several;
-- there are `least` or more.
create or replace temp table pair_pools as
with lost as (
    select * from pair_counts where value_1 = 0 or by_1 = 0
),
keyed as (
    select place_id, nth, by_nth, value_1, by_1, key
    from pair_views join lost using (place_id, nth, by_nth, value_id, by_id)
    where key is not null
    group by all
),
counted as (
    select place_id, nth, by_nth, value_1, by_1, keyless as visitors, visitors as least, pageviews
    from lost
    union all
    select place_id, nth, by_nth, value_1, by_1, 1, 0, 0 from keyed
)
select place_id, nth, by_nth, value_1, by_1, sum(visitors) as visitors, max(least) as least,
    sum(pageviews)::bigint as pageviews
from counted group by all
