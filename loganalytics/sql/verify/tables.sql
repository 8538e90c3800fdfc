-- Row: a table of the open database: its name for people, and quoted for query_table. Reads: the
-- catalogue. Personal: no.
select case when schema_name = 'main' then table_name else schema_name || '.' || table_name end as name,
    '"' || replace(schema_name, '"', '""') || '"."' || replace(table_name, '"', '""') || '"' as quoted
from duckdb_tables()
where database_name = current_database() and not internal
order by name
