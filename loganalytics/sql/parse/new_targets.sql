-- Row: a path of a request of a person that was not looked up yet. Reads: cut, agent_texts, targets.
-- Personal: yes.
with asked as (
    select distinct path_of(target, $kept) as target
    from cut join agent_texts using (agent)
    where method = 'GET' and bot = '' and matters(path_of(target, $kept), status, $pixel)
)
select target from asked where not exists (from targets where targets.target = asked.target)
