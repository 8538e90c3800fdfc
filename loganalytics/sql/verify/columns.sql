-- Row: a column of a table of the open database, with its type. Reads: the catalogue. Personal: no.
select case when schema_name = 'main' then table_name else schema_name || '.' || table_name end as name,
    column_name, data_type
from duckdb_columns()
where database_name = current_database() and not internal
