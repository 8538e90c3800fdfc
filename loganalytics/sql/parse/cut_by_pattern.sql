-- Cuts by the pattern of the format the lines that did not fall into parts at their quotes.
-- Row: such a line that fits, not judged yet. Reads: cut. Writes: cut. Personal: memory only.
insert into cut by name
with fitting as (
    select line from cut where line is not null and regexp_matches(line, $whole)
),
fields as (
    select
        plausible(log_time($clock, regexp_extract(line, $time, 1))) as time,
        client(regexp_extract(line, $address, 1), regexp_extract(line, $forwarded, 1)) as address,
        regexp_extract(line, $host, 1) as host,
        case when $has_request then regexp_extract(line, $request, 1)
            else regexp_extract(line, $method, 1) || ' ' || regexp_extract(line, $target, 1)
                || ltrim(regexp_extract(line, $query, 1), '-') end as request,
        regexp_extract(line, $status, 1) as status,
        regexp_extract(line, $bytes, 1) as bytes_sent,
        regexp_extract(line, $referer, 1) as referer,
        case when $has_agent then regexp_extract(line, $agent, 1) else '(not logged)' end as agent
    from fitting
)
select time, address, host, method_of(split_part(request, ' ', 1)) as method,
    request_target(request) as target, coalesce(try_cast(status as smallint), 0) as status,
    coalesce(try_cast(bytes_sent as bigint), 0) as bytes_sent, referer, agent
from fields
where time is not null
