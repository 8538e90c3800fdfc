-- Row: a log, its sums and how many of its hits are events. Reads: facts, visits, traffic, views,
-- visitor_keys. Personal: no.
with summed as (
    select site_id, hits, 0 as pageviews, 0 as visits, bytes_sent, first, last, 0 as events
    from traffic
    union all
    select site_id, 0, count(*), 0, 0, null, null, 0 from facts group by all
    union all
    select site_id, 0, 0, count(*), 0, null, null, 0 from visits group by all
    union all
    select site_id, 0, 0, 0, 0, null, null, count(*)
    from visitor_keys join (select key from views where kind = 2) using (key) group by all
)
select log_of(site_id) as log, sum(hits)::bigint as hits, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(bytes_sent)::bigint as bytes_sent, min(first) as first,
    max(last) as last, sum(events)::bigint as events
from summed where is_log(site_id) group by log
