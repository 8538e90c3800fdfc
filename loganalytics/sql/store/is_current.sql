-- Row: whether a database, attached as $catalog, has all that sql/store/schema and views have. Reads:
-- the catalog. Personal: no. $names: their tables and views, and `table.column` of what upgrade adds.
with there as (
    select table_name as name from duckdb_tables() where database_name = $catalog and not internal
    union all
    select view_name from duckdb_views() where database_name = $catalog and not internal
    union all
    select table_name || '.' || column_name from duckdb_columns() where database_name = $catalog
)
select count(*) = len($names::varchar[]) from there where list_contains($names, name)
