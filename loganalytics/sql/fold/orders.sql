-- Numbers the texts that are stored, and puts in order those that break ties, so that no result
-- leans on the order of the lines.
-- Row: a looked-up value. Reads: paths, views, requests, response_times, headers, parameters. Writes:
-- pages, path_order, from_order, parameter_order. Personal: by number; memory only. Paths that only
-- led elsewhere have no place.
create or replace table pages as
with used as (
    select path_id from views
    union all select path_id from requests
    union all select path_id from response_times
)
select row_number() over (order by page)::integer as page_id, page
from (select distinct page from paths semi join used using (path_id));
create or replace table path_order as
with used as (select path_id, path, page, page_id from paths join pages using (page))
select path_id, page_id, page_id::bigint << 32 as place from used where path = page
union all
select path_id, page_id,
    (page_id::bigint << 32) + row_number() over (partition by page_id order by path) as place
from used where path <> page;
create or replace table from_order as
with texts as (
    select came_from(header_id, 0) as from_id,
        case when language = '' then text else text || chr(10) || language end as text
    from headers
    union all
    select came_from(0, parameter_id), value from parameters
    where parameter_id = 0 or name = 'referrer'
)
select from_id, dense_rank() over (order by text) as place from texts;
create or replace table parameter_order as
select parameter_id, dense_rank() over (order by value) as place from parameters;
