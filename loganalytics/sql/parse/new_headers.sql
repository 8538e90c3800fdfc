-- Row: a Referer header, without query (but for what is kept), and the Accept-Language header that came with it,
-- that were not looked up yet. Reads: cut, agent_texts, targets,
-- headers. Personal: yes.
with sent as (
    select distinct header_with(page_of(referer, $kept), accepted) as header
    from cut join agent_texts using (agent)
    join targets on targets.target = path_of(cut.target, $kept)
    where seen_as(outcome_of(bot, method, targets.kind, status), embeds)
)
select header from sent where not exists (from headers where headers.header = sent.header)
