-- Finds the visitors of several logs, known lines among them: their visits may go on from one to
-- another, and they are one visitor of a day. What they come to in each log alone (minus) is to be
-- taken back, and what they come to in all of them (plus) to be added: see store/join_activity.
-- Row: the key of such a visitor, as in log 0. Reads: views, visitor_keys, earlier.views, stretch,
-- shared_span. Writes: shared. Personal: keys; memory only.
create or replace table shared as
with met as (
    select distinct key_in(log_of(site_id), key) as base, log_of(site_id) as log
    from views join visitor_keys using (key), shared_span
    where time between first and last
    union all
    select distinct key, known_lines() from earlier.views, stretch where time >= since and time < until
)
select base from met group by base having count(*) > 1
