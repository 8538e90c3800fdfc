-- Numbers the values that pair rows are made of.
-- Row: a value of a dimension. Reads: origins, agents, facts. Writes: names. Personal: no.
create or replace table names as
with met as (
    select 'source' as dimension, source as name from origins
    union select 'device', device from agents
    union select 'browser', browser from agents
    union select distinct 'country', country from facts
)
select dimension, name, row_number() over ()::integer as name_id from met;
