-- Keeps looked-up parameters. Writes: parameters. Personal: yes, memory only.
insert into parameters
select unnest($parameter_id), unnest($name), unnest($parameter), unnest($referrer), unnest($host),
    unnest($source), unnest($channel), unnest($path_id::integer[]), unnest($value)
