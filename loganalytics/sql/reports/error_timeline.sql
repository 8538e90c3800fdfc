-- A row is a slice of time, also one in which nothing failed, in order. The slices touch: one begins
-- at each of $starts (UTC, ascending), the last ends at $end. $site null: all sites.
-- $whole_days: whether no day is cut; such are summed up to the ingest $summed, else that is 0.
-- reads: day_traffic, traffic.
-- yields: start (UTC), of people the hits that were not found (404, 410), forbidden (401, 403), failed
--     for another reason of theirs (400 to 499) and for one of the server's (from 500 on), and those
--     of bots with a status from 400 on.
-- personal: no.
with all_hits as (
    select day as bucket, site, status, bot, hits from day_traffic where $whole_days
    union all
    select bucket, site, status, bot, hits from traffic where ingest_id > $summed
),
slices as (
    select unnest($starts::timestamp[]) as start
),
buckets as (  -- summed first: there are fewer of them than rows to be joined
    select bucket, bot, status, sum(hits) as hits
    from all_hits
    where status >= 400 and bucket >= $starts[1]::timestamp and bucket < $end
        and ($site::varchar is null or site = $site)
    group by bucket, bot, status
),
failed as (
    select s.start,
        case when t.bot then 'bot' when t.status in (404, 410) then 'not_found'
            when t.status in (401, 403) then 'forbidden' when t.status < 500 then 'refused'
            else 'server' end as failure,
        t.hits
    from buckets as t asof join slices as s on t.bucket >= s.start
)
select slices.start,
    coalesce(sum(hits) filter (where failure = 'not_found'), 0)::bigint as not_found,
    coalesce(sum(hits) filter (where failure = 'forbidden'), 0)::bigint as forbidden,
    coalesce(sum(hits) filter (where failure = 'refused'), 0)::bigint as refused,
    coalesce(sum(hits) filter (where failure = 'server'), 0)::bigint as server_errors,
    coalesce(sum(hits) filter (where failure = 'bot'), 0)::bigint as bot_hits
from slices
left join failed on failed.start = slices.start
group by slices.start
order by slices.start
