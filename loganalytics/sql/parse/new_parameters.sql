-- Row: a parameter as logged, 'title=About+us', that was not looked up yet. Reads: pixels,
-- parameters. Personal: yes.
with given as (
    select path as parameter from pixels
    union select title from pixels
    union select referrer from pixels
    union select resolution from pixels
    union select event from pixels
    union select campaign from pixels
)
select parameter from given
where not exists (from parameters where parameters.parameter = given.parameter)
