-- Takes back that a visitor of several logs had an event in each: fold/shared. Which page it was on is
-- folded for each ingest alone, so that it is taken back from '(other)', and only the sums over all
-- pages of an event are exact. Rows that come to nothing are left out.
-- Reads: new_events, new_sites. Writes: db.events. Personal: no.
insert into db.events by name
with signed as (
    select n.*, site, case when log_of(site_id) = plus() then 1 else -1 end as sign
    from new_events as n join new_sites using (site_id)
    where not is_log(site_id)
),
summed as (
    select day, site, event, sum(sign * visitors)::bigint as visitors from signed group by all
)
select $join_id as ingest_id, day, site, event, '(other)' as path, 0::bigint as hits, visitors
from summed
where visitors <> 0
order by day, site, event
