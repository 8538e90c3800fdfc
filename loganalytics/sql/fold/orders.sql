-- Puts the texts that break ties in order, so that no result leans on the order of the lines.
-- Row: a looked-up value. Reads: paths, headers, parameters. Writes: path_order, header_order,
-- parameter_order. Personal: by number; memory only.
create or replace table path_order as
select path_id, page, row_number() over (order by page, path) as place from paths;
create or replace table header_order as
select header_id, row_number() over (order by header) as place from headers;
create or replace table parameter_order as
select parameter_id, row_number() over (order by name, parameter) as place from parameters;
