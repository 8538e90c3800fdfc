-- Finds the agents of the chunk that were not looked up yet. Row of fresh: such an agent. Row: how
-- many. Reads: cut, agent_texts. Writes: fresh. Personal: yes, memory only.
create or replace temp table fresh as
select distinct agent as value from cut
where agent is not null and not exists (from agent_texts as a where a.agent = cut.agent)
