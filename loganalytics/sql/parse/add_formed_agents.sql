-- Keeps agents whose forms were looked up. Reads: forms. Writes: agent_texts.
-- Personal: yes, memory only. An agent that is not its form holds no server escapes.
insert into agent_texts
with found as (
    select unnest($agent) as form, unnest($agent_id) as agent_id, unnest($bot) as bot,
        unnest($text) as text
)
select agent, agent_id, bot, hash(case when form = agent then text else agent end)
from forms join found using (form)
