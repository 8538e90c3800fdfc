-- Row: an agent of the chunk that was not looked up yet. Reads: cut, agent_texts. Personal: yes.
select distinct agent from cut
where agent is not null and not exists (from agent_texts as a where a.agent = cut.agent)
