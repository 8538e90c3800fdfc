-- Finds the stretch of the new lines that the known ones in reach can have to do with: what is further
-- away than two days is the same with them and without. Of several logs it is all. Row: that stretch.
-- Reads: earlier.views, earlier.bot_hits, earlier.downloaders, stretch, visitor_keys, bot_hits,
-- downloaders. Writes: shared_span. Personal: no.
create or replace table shared_span as
with known as (
    select time from earlier.views
    union all
    select bucket from earlier.bot_hits
    union all
    select bucket from earlier.downloaders
),
logs as (
    select max(site_id) as last
    from (
        select site_id from visitor_keys
        union all
        select site_id from bot_hits
        union all
        select site_id from downloaders
    )
)
select case when log_of(last) = 0 then min(time) - 172800 else 0 end as first,
    case when log_of(last) = 0 then max(time) + 172800 else 10000000000 end as last
from logs left join (select time from known, stretch where time >= since and time < until) on true
group by logs.last
