-- Cuts the lines of a chunk, of one or several logs, at their quotes, and judges those whose values
-- were all met before. Row: one line, numbered as in lines.
-- Reads: the chunk, agent_texts, hosts, targets, header_texts. Writes: cut. Personal: memory only.
--
-- A line that falls into the expected parts is a hit: it has a time, and an outcome if its agent,
-- host, target and Referer were looked up already. If not, it keeps these texts until they are
-- (judge). A line that does not fall into parts keeps its text in `line`, for the pattern of the
-- format (cut_by_pattern), and has no time.
create or replace temp table cut as
with parts as (
    select *,
        string_split(part[2], ' ') as asked,
        case when $has_host then head[1][strpos(head[1], ' ') + 1:] else head[1] end as address,
        coalesce(try_cast(number.bytes as bigint), 0) as bytes_sent,
        case when $has_tail
            then regexp_extract(array_to_string(part[7:], '"'), $tail, ['all', 'a', 'b', 'c'])
        end as tail
    from lines_of($text, $longest, $first, $stops)
),
parted as (
    select *,
        coalesce($by_quotes and status is not null and plausible(moment) is not null
            and len(head) = 2 and address <> '' and not contains(address, ' ')
            and case when $has_host then strpos(head[1], ' ') > 1 else true end
            and not ($has_real and names_nobody(part[8]))
            and not (escaped and (contains(line, e'\x02') or contains(line, e'\x03')))
            and case when $combined
                then len(part) >= 7 and part[5] = ' ' and ends_with(part[3], ' ')
                    and case when $has_tail then tail.all <> ''
                        else starts_with(part[7], ' ') or (part[7] = '' and len(part) = 7) end
                else len(part) = 3
            end, false) as fast
    from parts
),
fields as (
    select nr, log, length, mark, fast, moment, status, bytes_sent,
        case when $has_forwarded
            then client(address, case when part[7] = ' ' then coalesce(part[8], '') else '' end)
            else plain_address(address) end as address,
        case when $has_host then head[1][:strpos(head[1], ' ') - 1]
            when $behind_host > 0 then [tail.a, tail.b, tail.c][$behind_host] else '' end as host,
        case when $behind_duration > 0
            then [tail.a, tail.b, tail.c][$behind_duration] end as took,
        case when $behind_language > 0
            then [tail.a, tail.b, tail.c][$behind_language] end as accepted,
        method_of(asked[1]) as method,
        case when len(asked) = 3 and asked[3] in ('HTTP/1.1', 'HTTP/2.0', 'HTTP/1.0', 'HTTP/3.0')
            then asked[2]
            else request_target(part[2]) end as target,
        case when $has_referer then part[4] else '' end as referer,
        case when $has_agent then part[6] else '(not logged)' end as agent,
        case when not fast then line end as line
    from parted
),
known as (
    select f.*, agent_id, bot, site_in(log, site_id) as site_id,
        left_out(address, $left_out, $left_out_ranges::varchar[][]) as out,
        key_in(log, hash($salt, address, agent_texts.hashed, hosts.hashed)) as key,
        case when fast then path_of(target, $kept) end as asked_path
    from fields as f
    left join agent_texts using (agent)
    left join hosts using (host)
),
judged as (
    select k.*, t.path_id, embeds, outcome_of(bot, method, t.kind, status, out) as outcome,
        agent_id is null or site_id is null
            or (bot = '' and method = 'GET' and t.kind is null
                and matters(asked_path, status, $pixel))
            as unmet
    from known as k
    left join targets as t on t.target = asked_path
),
looked_at as (
    select *, outcome in ('pageview', 'pixel') as view, seen_as(outcome, embeds) as seen from judged
),
sent as (
    select *,
        case when seen then
            case when $behind_language > 0 then header_with(page_of(referer, $kept), accepted)
                else page_of(referer, $kept) end end as header
    from looked_at
),
met as (
    select s.*, h.header_id, is_spam(view, h.spam, s.host) as spam,
        fast and (unmet or (seen and h.header_id is null)) as late
    from sent as s
    left join header_texts as h using (header)
)
select nr, log, length, mark, line, null::bigint as cut_from,
    case when fast then moment end as time, status, bytes_sent,
    case when fast then method end as method,
    case when fast then took end as took,
    case when not fast or late then null when spam then 'bot' else outcome end as outcome,
    site_id, case when spam then 0 else agent_id end as agent_id, path_id, header_id, key,
    case when late or (fast and view and not spam) then address end as address,
    case when not fast or late then null
        when view and not spam then query_of(outcome, target) else '' end as query,
    case when fast and not late then asked_of(path_id, asked_path) end as asked,
    case when fast and not late then came_of(status, referer) end as came,
    case when late then host end as host,
    case when late then target end as target,
    case when late then referer end as referer,
    case when late then accepted end as accepted,
    case when late then agent end as agent
from met
