-- Row: one of $paths that has a number, and that. Reads: paths. Personal: yes.
select path, path_id from paths join (select unnest($paths) as path) using (path)
