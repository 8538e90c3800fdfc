-- Row: whether a database that is open for reading has the columns that came last. Reads: the
-- catalog. Personal: no.
select count(*) = 2 from duckdb_columns()
where database_name = 'old' and table_name = 'ingests' and column_name in ('late', 'erased')
