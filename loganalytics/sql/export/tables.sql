-- Row: a table of the open database. Reads: the catalog. Yields: its name. Personal: no.
select table_name as name
from duckdb_tables()
where schema_name = 'main' and not internal and not temporary
    and regexp_full_match(table_name, '[a-z_]+')
order by name
