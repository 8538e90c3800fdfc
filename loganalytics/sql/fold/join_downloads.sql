-- Adds what the visitors who download of several logs have, for each log and for all.
-- Row: downloads of a visitor in a bucket. Reads: downloaders, earlier.downloaders, stretch,
-- shared_span. Writes: downloaders. Personal: keys; memory only.
insert into downloaders by name
with met as (
    select * exclude (first, last) replace (site_of(site_id) as site_id), log_of(site_id) as log,
        key_in(log_of(site_id), key) as base
    from downloaders, shared_span where bucket between first and last
    union all by name
    select *, known_lines() as log, key as base
    from earlier.downloaders where exists (from stretch where bucket >= since and bucket < until)
),
several as (select base from met group by base having count(distinct log) > 1),
kept as (select * from met semi join several using (base))
select * exclude (base, log)
    replace (key_in(minus(log), base) as key, site_in(minus(log), site_id) as site_id)
from kept
union all by name
select * exclude (base, log)
    replace (key_in(plus(), base) as key, site_in(plus(), site_id) as site_id)
from kept
