-- Cuts by a pattern of the format the lines that did not fall into parts at their quotes.
-- Row: such a line that fits, and that no pattern tried before made a hit; not judged yet.
-- Reads: cut. Writes: cut. Personal: memory only. `value`: what the groups of three patterns hold; a
-- field stands at the place in it that its parameter says, 0 if the format has none.
insert into cut by name
with fitting as (
    select nr, log,
        regexp_extract(line, $one, ['a', 'b', 'c', 'd']) as one,
        regexp_extract(line, $two, ['a', 'b', 'c', 'd']) as two,
        regexp_extract(line, $three, ['a', 'b', 'c', 'd']) as three
    from cut
    where line is not null and regexp_matches(line, $whole)
        and ($shifted = '' or not regexp_matches(line, $shifted))
        and not exists (from cut as hit where hit.cut_from = cut.nr)
),
listed as (
    select nr, log, [one.a, one.b, one.c, one.d, two.a, two.b, two.c, two.d, three.a, three.b, three.c,
        three.d] as value
    from fitting
),
proxied as (
    select *, case when $real > 0 and names_nobody(value[$forwarded]) then value[$real]
        else value[$forwarded] end as forwarded
    from listed
),
fields as (
    select nr, log,
        plausible(log_time($clock, coalesce(value[$time], ''))) as time,
        coalesce(value[$address], '') as logged,
        -- Of several addresses where one is expected the first is taken, and its comma left.
        client(coalesce(rtrim(value[$address], ','), ''), coalesce(forwarded, '')) as address,
        coalesce(value[$host], '') as host,
        case when $has_request then value[$request]
            -- Where no method is logged most lines are of pages that were asked for.
            else case when $has_method then coalesce(value[$method], '')
                    when value[$target] not in ('', '-') then 'GET' else '' end
                || ' ' || coalesce(value[$target], '') || asked_with(coalesce(value[$query], '')) end
            as request,
        try_cast(value[$status] as smallint) as status,
        try_cast(value[$bytes] as bigint) as bytes_sent,
        coalesce(value[$referer], '') as referer,
        case when $has_agent then value[$agent] else '(not logged)' end as agent,
        value[$duration] as took,
        case when $has_language then coalesce(value[$language], '') end as accepted
    from proxied
)
select nr as cut_from, log, time, address, host, method_of(split_part(request, ' ', 1)) as method,
    request_target(request) as target, coalesce(status, 0) as status,
    coalesce(bytes_sent, 0) as bytes_sent, referer, agent, took, accepted
from fields
where time is not null and not names_port(logged)
