-- Row: how many days of sites there are, and on how many more visits are the first of their visitor
-- than there were visitors, or, where nothing was erased, more visitors made none than there were
-- visitors the day before, whose visits may have gone on. Reads: old.activity, days, ledger.
-- Personal: no.
with of_day as (
    select day, site, sum(visits) as visits, sum(visits - returning_visits) as first_visits,
        sum(visitors) as visitors
    from old.activity join days using (bucket) group by all
)
select count(*), count(*) filter (
    d.first_visits > d.visitors
    or (d.visitors - d.first_visits > coalesce(before.visitors, 0)
        and not exists (from ledger where erased <> ''))
)
from of_day as d left join of_day as before on before.site = d.site and before.day = d.day - 1
