-- Keeps looked-up agents. Writes: agents. Personal: yes, memory only.
insert into agents
select *, hash(text) from (
    select unnest($agent_id), unnest($agent), unnest($text) as text, unnest($browser), unnest($os),
        unnest($device), unnest($bot), unnest($kind))
