-- Row: whether the attached database has all that sql/store/schema and views have. Reads: the
-- catalog. Personal: no. $names: their tables and views.
with there as (
    select table_name as name from duckdb_tables() where database_name = 'db' and not internal
    union all
    select view_name from duckdb_views() where database_name = 'db' and not internal
    union all
    select column_name from duckdb_columns()
    where database_name = 'db' and table_name in ('ingests', 'contents')
        and column_name in ('late', 'erased', 'options', 'beginnings')
)
select count(*) = len($names::varchar[]) + 4
from there
where name in ('late', 'erased', 'options', 'beginnings') or list_contains($names, name)
