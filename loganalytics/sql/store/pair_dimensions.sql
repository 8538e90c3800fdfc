-- Row: a dimension by which pairs are added on their own, ascending, since together they are too many
-- to be sorted in little memory; or null, if they are not more than $most. Reads: new_pairs.
-- Writes: nothing. Personal: no.
with many as (select count(*) > $most as many from new_pairs),
dimensions as (
    select distinct by_dimension from new_pairs, many where many
    union all
    select null from many where not many
)
select by_dimension from dimensions order by by_dimension
