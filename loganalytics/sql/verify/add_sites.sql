-- Row: a site of the database. Reads: its parameter. Writes: sites. Personal: no.
insert into sites select unnest($site::varchar[])
