-- Finds the visitors who are not joined: those with a visit of $longest seconds or more, and those with
-- one that reaches from the beginning of what was read of the known lines into $day, when the first day of
-- the new lines begins. Row: such a visitor. Reads: views, visitor_keys, earlier.views.
-- Writes: reaching. Personal: keys; memory only.
-- Whoever has so long a visit is left out wherever it is near, whatever is read again: so what the
-- database holds of others, joined, is what they come to together, and of these what they come to apart.
create or replace table reaching as
with known as (
    select key, min(time) as first, max(time) as last from earlier.views group by key
),
new as (
    select key_in(log_of(site_id), views.key) as key, time from views join visitor_keys using (key)
),
met as (
    select key, min(time) as first, max(time) as last from new group by key
),
suspect as (
    select key
    from known join met using (key)
    where known.first <= $since + 1800
        or greatest(known.last, met.last) - least(known.first, met.first) >= $longest
),
hits as (
    select key, time from new semi join suspect using (key)
    union all
    select key, time from earlier.views semi join suspect using (key)
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
    select key, min(time) as start, max(time) as stop from numbered group by key, visit
)
select key, bool_or(start <= $since + 1800 and stop >= $day) as before,
    bool_or(stop - start >= $longest) as long
from visits group by key having before or long
