-- Row: a table of a database that is open for reading. Reads: the catalog. Personal: no.
select table_name from duckdb_tables() where database_name = 'old' and not internal order by all
