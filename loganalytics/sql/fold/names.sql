-- Numbers the values of all dimensions that are counted by day.
-- Row: a value of a dimension. Reads: origins, agents, visitor_keys, parameters,
-- campaigns. Writes: names.
-- Personal: no.
create or replace table names as
with met as (
    select 'source' as dimension, source as name from origins
    union select 'channel', channel from origins
    union select 'referrer', referrer from origins
    union select 'language', language from origins where language <> ''
    union select dimension, value from campaigns
    union select 'country', country from visitor_keys
    union select 'browser', browser from agents
    union select 'os', os from agents
    union select 'device', device from agents
    union select 'screen', value from parameters where name = 'resolution' and value <> ''
    union select 'screen', '(unknown)'
    union select 'pixel', unnest(['yes', 'no'])
)
select dimension, name, row_number() over ()::integer as name_id from met
