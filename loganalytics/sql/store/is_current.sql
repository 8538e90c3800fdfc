-- Row: whether the attached database has all columns, those that came last among them. Reads: the catalog. Personal: no.
select count(*) = 4 from duckdb_columns()
where database_name = 'db' and (
    (table_name = 'ingests' and column_name in ('late', 'erased', 'options'))
    or (table_name = 'joins' and column_name = 'ingest_id')
)
