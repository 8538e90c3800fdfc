-- Keeps looked-up targets. Writes: targets. Personal: yes, memory only.
insert into targets select unnest($target), unnest($kind)::outcome, unnest($path_id::integer[]), unnest($embeds)
