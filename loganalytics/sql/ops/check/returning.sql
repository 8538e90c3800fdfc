-- Row: how many days of sites there are, and on how many more visits are the first of their visitor
-- than there were visitors, or, where nothing was erased, more visitors made none than there were
-- visitors on all days before: their visits may have gone on, by events over days without a pageview.
-- Reads: old.activity, days, ledger. Personal: no.
with of_day as (
    select day, site, sum(visits) as visits, sum(visits - returning_visits) as first_visits,
        sum(visitors) as visitors
    from old.activity join days using (bucket) group by all
),
dated as (
    select *, coalesce(sum(visitors) over (
        partition by site order by day rows between unbounded preceding and 1 preceding), 0) as before
    from of_day
)
select count(*), count(*) filter (
    first_visits > visitors
    or (visitors - first_visits > before and not exists (from ledger where erased <> ''))
)
from dated
