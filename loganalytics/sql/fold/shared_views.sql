-- Takes the views of the visitors of several logs. Row: a hit that may be a view, `base` its visitor as
-- in log 0. Reads: shared, shared_span, stretch, views, visitor_keys, earlier.views.
-- Writes: shared_views. Personal: keys; memory only.
create or replace table shared_views as
with of_key as (
    select key, log_of(site_id) as log, key_in(log_of(site_id), key) as base
    from visitor_keys semi join shared on base = key_in(log_of(site_id), key)
)
select base, log, views.*
from views join of_key using (key), shared_span
where time between first and last
union all by name
select key as base, known_lines() as log, e.*
from earlier.views as e semi join shared on base = key, stretch
where time >= since and time < until
