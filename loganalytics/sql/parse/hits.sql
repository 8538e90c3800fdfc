-- Turns the fields of a chunk into hits, each with its outcome.
-- Row: a line that parsed. Reads: cut, agents, sites, targets. Writes: hits. Personal: memory only.
--
-- Outcomes in the order of their definition; which pixel merges with which request is found later,
-- when all views are known. Address, header and query are kept only where a view needs them.
create or replace temp table hits as
with known as (
    select time, address, target, referer, bytes_sent, agent_id, bot, kind as bot_kind, site_id,
        coalesce(status, 0) as status,
        case when method in (
            'ACL', 'BASELINE-CONTROL', 'BIND', 'CHECKIN', 'CHECKOUT', 'CONNECT', 'COPY', 'DELETE',
            'GET', 'HEAD', 'LABEL', 'LINK', 'LOCK', 'MERGE', 'MKACTIVITY', 'MKCALENDAR', 'MKCOL',
            'MKREDIRECTREF', 'MKWORKSPACE', 'MOVE', 'OPTIONS', 'ORDERPATCH', 'PATCH', 'POST', 'PRI',
            'PROPFIND', 'PROPPATCH', 'PUT', 'QUERY', 'REBIND', 'REPORT', 'SEARCH', 'TRACE',
            'UNBIND', 'UNCHECKOUT', 'UNLINK', 'UNLOCK', 'UPDATE', 'UPDATEREDIRECTREF',
            'VERSION-CONTROL'
        ) then method else '(none)' end as method,
        hash($salt || address, agents.text, site) as key
    from cut join agents using (agent) join sites using (host)
    where time is not null
),
asked as (
    select *, case when bot = '' and method = 'GET' then split_part(target, '?', 1) end as asked_path
    from known
),
judged as (
    select asked.*, embeds, path_id,
        case when bot <> '' then 'bot'
            when method <> 'GET' then 'method'
            when targets.kind = 'pixel' then 'pixel'
            when not (status between 200 and 299 or status = 304) then 'status'
            when targets.kind = 'page' then 'pageview'
            else targets.kind end as outcome
    from asked left join targets on targets.target = asked_path
)
select time, bucket_of(time, $bucket_seconds) as bucket,
    key, site_id, agent_id, bot, bot_kind, method, status, bytes_sent, outcome, path_id,
    outcome in ('pageview', 'pixel') or (outcome = 'asset' and embeds) as seen,
    case when seen and referer <> '-' then split_part(split_part(referer, '?', 1), '#', 1)
        else '' end as header,
    case when outcome in ('pageview', 'pixel') then address end as address,
    case when outcome = 'pixel' or (outcome = 'pageview' and contains(target, 'utm_'))
        then '&' || split_part(substr(target, length(asked_path) + 2), '#', 1)
        else '' end as query
from judged
