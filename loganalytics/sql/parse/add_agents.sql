-- Keeps what agents may be. Writes: agents. Personal: no.
insert into agents
select unnest($agent_id), unnest($browser), unnest($os), unnest($device), unnest($bot), unnest($kind)
