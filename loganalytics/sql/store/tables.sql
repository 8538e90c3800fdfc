-- Row: a table of the database. Reads: the catalog. Personal: no.
select table_name from duckdb_tables() where database_name = current_database() and not internal
