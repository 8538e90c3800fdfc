-- Row: an agent of the chunk that was not looked up yet. Reads: cut, agents. Personal: yes.
select distinct agent from cut
where agent is not null and not exists (from agents where agents.agent = cut.agent)
