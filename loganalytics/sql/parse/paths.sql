-- Row: a path that was looked up, and its number. Reads: paths. Personal: yes.
select path, path_id from paths
