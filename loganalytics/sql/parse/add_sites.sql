-- Keeps looked-up virtual hosts. Writes: sites. Personal: yes, memory only.
insert into sites
select *, hash(site) from (select unnest($site_id), unnest($host), unnest($site) as site)
