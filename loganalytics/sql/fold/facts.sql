-- Gives each view what its visit and its visitor are known for.
-- Row: a pageview. Reads: steps, visits, origins, agents, buckets, sites, parameters. Writes: facts.
-- Personal: keys. `seconds`: until the visit's next view.
create or replace table facts as
with spent as (
    select *, coalesce(lead(time) over (partition by key, cut order by place) - time, 0) as seconds
    from steps where not event
)
select f.key, f.time, f.page, f.seconds, b.bucket, b.day, s.site, v.bucket as visit_bucket,
    f.place = v.first_place as entry,
    o.source, o.referrer, f.country, a.browser, a.os, a.device,
    coalesce(p.value, '(unknown)') as screen
from spent as f
join visits as v using (key, cut)
join origins as o on o.site_id = v.site_id and o.header_id = v.header_id
    and o.referrer_id = v.referrer_id and o.campaign_id = v.campaign_id
join agents as a on a.agent_id = f.agent_id
join sites as s on s.site_id = f.site_id
join buckets as b on b.bucket
    = f.time - ((f.time % $bucket_seconds) + $bucket_seconds) % $bucket_seconds
left join parameters as p on p.parameter_id = v.screen_id
