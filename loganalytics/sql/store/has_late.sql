-- Row: whether the attached database has the column `late`. Reads: the catalog. Personal: no.
select count(*) > 0 from duckdb_columns()
where database_name = 'db' and table_name = 'ingests' and column_name = 'late'
