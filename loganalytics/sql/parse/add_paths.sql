-- Keeps paths. Writes: paths. Personal: yes, memory only.
insert into paths select unnest($path_id::integer[]), unnest($path), unnest($page),
    unnest($kind)
