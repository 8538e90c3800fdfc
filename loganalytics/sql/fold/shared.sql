-- Finds the visitors of several logs, known lines among them: their visits may go on from one to
-- another, and they are one visitor of a day. What they come to in each log alone (minus) is to be
-- taken back, and what they come to in all of them (plus) to be added: see store/join_activity.
-- Row: the key of such a visitor, as in log 0. Reads: visitor_keys, earlier.visitor_keys.
-- Writes: shared. Personal: keys; memory only.
create or replace table shared as
with met as (
    select key_in(log_of(site_id), key) as base from visitor_keys
    union all
    select key from earlier.visitor_keys
)
select base from met group by base having count(*) > 1
