-- Row: a column of a table or a view of a database that is open for reading, with its type.
-- Reads: the catalog. Personal: no.
select schema_name, table_name, column_name, data_type from duckdb_columns()
where database_name = 'old' and not internal
order by all
