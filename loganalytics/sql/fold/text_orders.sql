-- Puts the texts that break ties in order, so that no result leans on the order of the lines.
-- Row: a looked-up text. Reads: headers, parameters. Writes: from_order, parameter_order. Personal: by
-- number; memory only.
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
