-- Judges the hits that brought values which had to be looked up first, as `cut` does the others.
-- Row: such a hit. Reads: cut, agent_texts, hosts, targets, headers. Writes: cut.
-- Personal: memory only.
insert into cut by name
with known as (
    select time, status, bytes_sent, method, took, address, target, referer,
        accepted,
        site_in(log, hosts.site_id) as site_id,
        agent_texts.agent_id, bot,
        key_in(log, hash($salt, address, agent_texts.hashed, hosts.hashed)) as key,
        path_of(target, $kept) as asked_path
    from cut join agent_texts using (agent) join hosts using (host)
),
judged as (
    select k.*, t.path_id, outcome_of(bot, method, t.kind, status) as outcome,
        case when seen_as(outcome, embeds)
            then header_with(page_of(referer, $kept), accepted) end as header
    from known as k left join targets as t on t.target = asked_path
)
select time, status, bytes_sent, method, took, outcome, site_id, agent_id, judged.path_id, header_id, key,
    case when outcome in ('pageview', 'pixel') then address end as address,
    query_of(outcome, target) as query,
    asked_of(judged.path_id, asked_path) as asked, came_of(status, referer) as came
from judged left join headers using (header)
