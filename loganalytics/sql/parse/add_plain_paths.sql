-- Numbers paths that were not met before. Reads: plain, paths. Writes: paths.
-- Personal: yes, memory only.
insert into paths
with known as (select paths.path from paths semi join plain using (path)),
met as (
    select path, case when any_value(kind) = 'pageview' then 'page' else any_value(kind)::varchar end as kind
    from plain where path is not null group by path
)
select $first + row_number() over () - 1, path, path, kind from met anti join known using (path)
