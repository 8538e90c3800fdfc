-- Row: a table of the attached database. Reads: the catalog. Personal: no.
select table_name from duckdb_tables() where database_name = 'db' and not internal
