-- Keeps looked-up virtual hosts. Writes: sites. Personal: yes, memory only.
insert into sites select unnest($site_id), unnest($host), unnest($site)
