-- A row is one setting that was fixed when the database was made.
-- reads: meta. yields: key, value.
-- personal: no.
select key, value from meta order by key
