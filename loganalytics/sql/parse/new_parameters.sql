-- Row: a parameter's name and value as logged that were not looked up yet. Reads: seen, parameters.
-- Personal: yes.
with given as (
    select distinct 'path' as name, path as parameter from seen
    union all select distinct 'title', title from seen
    union all select distinct 'referrer', referrer from seen
    union all select distinct 'resolution', resolution from seen
    union all select distinct 'event', event from seen
    union all select distinct 'campaign', campaign from seen
)
select name, parameter from given
where parameter <> '' and not exists (
    from parameters where parameters.name = given.name and parameters.parameter = given.parameter)
