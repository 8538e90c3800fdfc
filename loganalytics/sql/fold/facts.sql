-- Gives each view what its visit and its visitor are known for.
-- Row: a pageview. Reads: steps, visits, origins, places. Writes: facts. Personal: keys.
-- `seconds`: until the visit's next view.
insert into facts by name
with spent as (
    select *, coalesce(lead(time) over (partition by key, cut order by place) - time, 0) as seconds
    from steps where not event
),
known_visits as (
    select key, cut, visit_id, site_id, agent_id, first_place, entry_page_id,
        exit_page_id, bounce, bucket as visit_bucket, origin_id, visits.screen_id,
        visits.pixel
    from visits join origins using (site_id, header_id, referrer_id, campaign_id)
)
select f.key, f.time, f.page_id, f.title_id, f.seconds::integer as seconds, v.visit_id, v.site_id,
    v.agent_id, v.visit_bucket, v.entry_page_id, v.exit_page_id, v.bounce,
    f.place = v.first_place as entry, v.origin_id,
    v.screen_id, v.pixel, p.bucket, p.place_id
from spent as f
join known_visits as v using (key, cut)
join places as p
    on p.bucket = bucket_of(f.time, $bucket_seconds) and p.site_id = v.site_id
