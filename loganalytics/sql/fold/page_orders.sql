-- Numbers the pages that are stored, and puts their paths in order.
-- Row: a page, or a path of one. Reads: paths, views, requests, response_times. Writes: pages,
-- path_order. Personal: by number; memory only. Paths that only led elsewhere have no place.
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
