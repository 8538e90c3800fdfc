-- The settings of a database without data, of which only the headings of its reports are asked for, in
-- place of those that it lacks. A row is a setting.
-- writes: meta. personal: no.
create or replace temp table meta as
select unnest(['schema_version', 'timezone', 'bucket_minutes', 'k']) as key,
    unnest([$version::varchar, 'UTC', '60', '5']) as value
