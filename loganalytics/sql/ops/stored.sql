-- Row: a table of a database that is open for reading, by its whole name. Reads: the catalog.
-- Personal: no.
select concat_ws(
    '.', 'old',
    '"' || replace(schema_name, '"', '""') || '"', '"' || replace(table_name, '"', '""') || '"')
from duckdb_tables() where database_name = 'old' and not internal
