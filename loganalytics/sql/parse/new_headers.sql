-- Finds the Referer headers that were not looked up yet. Row of fresh: such a header, without query
-- (but for what is kept), and the Accept-Language header that came with it. Row: how many.
-- Reads: cut, agent_texts, targets, header_texts. Writes: fresh. Personal: yes, memory only.
create or replace temp table fresh as
with sent as (
    select distinct header_with(page_of(referer, $kept), accepted) as value
    from cut join agent_texts using (agent)
    join targets on targets.target = path_of(cut.target, $kept)
    where seen_as(outcome_of(bot, method, targets.kind, status, false), embeds)
)
select value from sent where not exists (from header_texts as h where h.header = sent.value)
