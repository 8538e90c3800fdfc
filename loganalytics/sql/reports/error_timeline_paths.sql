-- A row is a slice of days of the paths like $path ($but: unlike it), also one in which nothing failed, in
-- order. The slices touch: one begins with each of $days (ascending), the last ends before $after. $site
-- null: all sites. Path '(other)' is in it only if $path is all paths.
-- reads: errors.
-- yields: first day, of people the hits that were not found (404, 410), forbidden (401, 403), failed
--     for another reason of theirs (400 to 499) and for one of the server's (from 500 on), and those
--     of bots with a status from 400 on.
-- personal: no.
with slices as (
    select unnest($days::date[]) as first_day
),
failed as (
    select s.first_day,
        case when e.bot then 'bot' when e.status in (404, 410) then 'not_found'
            when e.status in (401, 403) then 'forbidden' when e.status < 500 then 'refused'
            else 'server' end as failure,
        e.hits
    from errors as e asof join slices as s on e.day >= s.first_day
    where e.day >= $days[1]::date and e.day < $after
        and ($site::varchar is null or e.site = $site)
        and (e.path like $path escape '\') <> $but
        and (e.path <> '(other)' or trim($path, '%') = '')
)
select slices.first_day,
    coalesce(sum(hits) filter (where failure = 'not_found'), 0)::bigint as not_found,
    coalesce(sum(hits) filter (where failure = 'forbidden'), 0)::bigint as forbidden,
    coalesce(sum(hits) filter (where failure = 'refused'), 0)::bigint as refused,
    coalesce(sum(hits) filter (where failure = 'server'), 0)::bigint as server_errors,
    coalesce(sum(hits) filter (where failure = 'bot'), 0)::bigint as bot_hits
from slices
left join failed on failed.first_day = slices.first_day
group by slices.first_day
order by slices.first_day
