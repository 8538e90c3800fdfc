-- Row: whether a database that is open for reading has the columns and tables that came last. Reads:
-- the catalog. Personal: no.
select (
    select count(*) = 4 from duckdb_columns()
    where database_name = 'old' and table_name in ('ingests', 'contents')
        and column_name in ('late', 'erased', 'options', 'beginnings')
) and (
    select count(*) = 6 from duckdb_tables()
    where database_name = 'old'
        and table_name in (
            'errors', 'bot_pages', 'bandwidth', 'response_times', 'events', 'joins')
)
