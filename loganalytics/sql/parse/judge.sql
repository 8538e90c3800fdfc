-- Judges the hits that brought values which had to be looked up first, as `cut` does the others.
-- Row: such a hit. Reads: cut, agent_texts, hosts, targets, header_texts. Writes: cut.
-- Personal: memory only.
insert into cut by name
with known as (
    select time, status, bytes_sent, method, took, address, host, target, referer,
        accepted,
        left_out(address, $left_out, $left_out_ranges::varchar[][]) as out,
        site_in(log, hosts.site_id) as site_id,
        agent_texts.agent_id, bot,
        key_in(log, hash($salt, address, agent_texts.hashed, hosts.hashed)) as key,
        path_of(target, $kept) as asked_path
    from cut join agent_texts using (agent) join hosts using (host)
),
judged as (
    select k.*, t.path_id, embeds, outcome_of(bot, method, t.kind, status, out) as outcome
    from known as k left join targets as t on t.target = asked_path
),
sent as (
    select *, outcome in ('pageview', 'pixel') as view,
        case when seen_as(outcome, embeds)
            then header_with(page_of(referer, $kept), accepted) end as header
    from judged
),
met as (
    select sent.*, header_id, is_spam(view, header_texts.spam, sent.host) as spam
    from sent left join header_texts using (header)
)
select time, status, bytes_sent, method, took,
    case when spam then 'bot' else met.outcome end as outcome,
    site_id, case when spam then 0 else met.agent_id end as agent_id, path_id, header_id, key,
    case when view and not spam then address end as address,
    case when spam then '' else query_of(met.outcome, target) end as query,
    asked_of(path_id, asked_path) as asked, came_of(status, referer) as came
from met
