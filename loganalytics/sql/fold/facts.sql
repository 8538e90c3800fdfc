-- Gives each view what its visit and its visitor are known for.
-- Row: a pageview. Reads: steps, visits, origins, buckets. Writes: facts. Personal: keys.
-- `seconds`: until the visit's next view.
create or replace table facts as
with spent as (
    select *, coalesce(lead(time) over (partition by key, cut order by place) - time, 0) as seconds
    from steps where not event
)
select f.key, f.cut, f.time, f.site_id, f.page_id, f.seconds, f.country, f.agent_id,
    b.bucket, b.day, v.bucket as visit_bucket, f.place = v.first_place as entry,
    o.origin_id, v.screen_id
from spent as f
join visits as v using (key, cut)
join origins as o on o.site_id = v.site_id and o.header_id = v.header_id
    and o.referrer_id = v.referrer_id and o.campaign_id = v.campaign_id
join buckets as b on b.bucket = bucket_of(f.time, $bucket_seconds)
