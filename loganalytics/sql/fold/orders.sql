-- Numbers the texts that are stored, and puts in order those that break ties, so that no result
-- leans on the order of the lines.
-- Row: a looked-up value. Reads: paths, headers, parameters. Writes: pages, path_order,
-- referrer_order, parameter_order. Personal: by number; memory only.
create or replace table pages as
select row_number() over (order by page) as page_id, page from (select distinct page from paths);
create or replace table path_order as
select path_id, page_id, row_number() over (order by page, path) as place
from paths join pages using (page);
create or replace table referrer_order as
with texts as (
    select header_id, 0 as referrer_id, text from headers
    union all
    select 0, parameter_id, value from parameters where name = 'referrer'
)
select header_id, referrer_id, dense_rank() over (order by text) as place from texts;
create or replace table parameter_order as
select parameter_id, dense_rank() over (order by value) as place from parameters;

-- One number for four places in an order: sorting by one is faster than by four. Past some million
-- distinct texts it stays the same for the same log, but no longer is in their order.
create or replace macro tie_break(referrer, title, screen, campaign) as
    (coalesce(referrer, 0) % 4194304) * 1099511627776 + (coalesce(title, 0) % 1048576) * 1048576
    + (coalesce(screen, 0) % 1024) * 1024 + coalesce(campaign, 0) % 1024;
