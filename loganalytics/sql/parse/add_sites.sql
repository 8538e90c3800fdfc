-- Keeps the sites that looked-up virtual hosts are. Row: a site. Writes: sites. Personal: no.
insert into sites
select unnest($site_id), unnest($site)
