-- The one row is the minute up to which the logs go that have hits in the bucket $last (UTC), as far as
-- they go no further than $end; null without any. $site null: all sites.
-- reads: ingests, traffic. yields: last.
-- personal: no.
select max(last) as last
from ingests
where last < $end::timestamp and ingest_id in (
    select ingest_id from traffic
    where bucket = $last::timestamp and ($site::varchar is null or site = $site)
)
