-- Row: a Referer header, without query, that was not looked up yet. Reads: cut, agent_texts, targets,
-- headers. Personal: yes.
with sent as (
    select distinct header_of(referer) as header
    from cut join agent_texts using (agent) join targets on targets.target = split_part(cut.target, '?', 1)
    where seen_as(outcome_of(bot, method, targets.kind, status), embeds)
)
select header from sent where not exists (from headers where headers.header = sent.header)
