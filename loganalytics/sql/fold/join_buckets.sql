-- Adds the buckets in which the visitors of several logs have something. Row: no hits in a bucket.
-- Reads: views, visitor_keys, bot_hits, downloaders. Writes: traffic. Personal: no.
insert into traffic by name
with met as (
    select bucket_of(time, $bucket_seconds) as bucket, site_id
    from visitor_keys join views using (key) where not is_log(site_id)
    union
    select bucket, site_id from bot_hits where not is_log(site_id)
    union
    select bucket, site_id from downloaders where not is_log(site_id)
)
select bucket, site_id, '(none)'::method as method, 0::smallint as status,
    'pageview'::outcome as outcome, 0 as hits, 0 as bytes_sent
from met
