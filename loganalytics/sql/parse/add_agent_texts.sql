-- Keeps looked-up agents. Writes: agent_texts. Personal: yes, memory only.
insert into agent_texts
select agent, agent_id, bot, hash(text) from (
    select unnest($agent) as agent, unnest($agent_id) as agent_id, unnest($bot) as bot,
        unnest($text) as text)
