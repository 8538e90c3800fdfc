-- Numbers the texts that are stored, and puts in order those that break ties, so that no result
-- leans on the order of the lines.
-- Row: a looked-up value. Reads: paths, headers, parameters. Writes: pages, path_order, from_order,
-- parameter_order. Personal: by number; memory only.
create or replace table pages as
select row_number() over (order by page)::integer as page_id, page
from (select distinct page from paths);
create or replace table path_order as
select path_id, page_id, row_number() over (order by page, path) as place
from paths join pages using (page);
create or replace table from_order as
with texts as (
    select came_from(header_id, 0) as from_id, text from headers
    union all
    select came_from(0, parameter_id), value from parameters
    where parameter_id = 0 or name = 'referrer'
)
select from_id, dense_rank() over (order by text) as place from texts;
create or replace table parameter_order as
select parameter_id, dense_rank() over (order by value) as place from parameters;
