-- Finds the visitors with a visit that goes on across the border between two portions.
-- Row: such a visitor key. Reads: views, earlier.views, border. Writes: held. Personal: keys.
create or replace table held as
with hits as (select key, time from views union all select key, time from earlier.views),
near as (
    select key, max(time) filter (time < before) as last_before,
        min(time) filter (time >= before) as first_after
    from hits, border
    where time between before - 1800 and before + 1800
    group by key
)
select key from near where first_after - last_before <= 1800
