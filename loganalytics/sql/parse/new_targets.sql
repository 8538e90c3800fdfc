-- Finds the paths of requests of persons that were not looked up yet. Row of fresh: such a path.
-- Row: how many. Reads: cut, agent_texts, targets. Writes: fresh. Personal: yes, memory only.
create or replace temp table fresh as
with asked as (
    select distinct path_of(target, $kept) as value
    from cut join agent_texts using (agent)
    where method = 'GET' and bot = '' and matters(path_of(target, $kept), status, $pixel)
)
select value from asked where not exists (from targets where targets.target = asked.value)
