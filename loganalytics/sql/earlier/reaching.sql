-- Finds the visitors who have a visit among the new lines that reaches over the beginning or the end of
-- what was read of the known ones. Row: such a visitor. Reads: views, visitor_keys, earlier.views.
-- Writes: reaching. Personal: keys; memory only.
create or replace table reaching as
with at_edge as (
    select distinct key from earlier.views
    where time between $since and $since + 1800 or time between $until - 1800 and $until
),
hits as (
    select key_in(log_of(site_id), views.key) as key, time, true as new
    from views join visitor_keys using (key)
    where key_in(log_of(site_id), views.key) in (from at_edge)
    union all
    select key, time, false from earlier.views semi join at_edge using (key)
),
begun as (
    select *, coalesce(
        time - lag(time) over (partition by key order by time) > 1800, true) as begins
    from hits
),
numbered as (
    select *, sum(begins::integer) over (
        partition by key order by time rows unbounded preceding) as visit
    from begun
),
visits as (
    select key, min(time) as start, max(time) as stop
    from numbered group by key, visit having bool_or(new) and bool_or(not new)
)
select key, bool_or(start <= $since + 1800) as before, bool_or(stop >= $until - 1800) as after
from visits group by key having before or after
