-- Keeps looked-up virtual hosts: several may be one site, as Site.example and site.example are.
-- Reads: sites. Writes: hosts. Personal: yes, memory only.
insert into hosts
select host, site_id, hash(site)
from (select unnest($host) as host, unnest($site_id) as site_id) join sites using (site_id)
