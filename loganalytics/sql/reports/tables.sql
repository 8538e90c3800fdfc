-- A row is a table or view of the open database's schema main.
-- reads: the catalogue. yields: name.
-- personal: no.
select table_name as name
from information_schema.tables
where table_schema = 'main'
order by name
