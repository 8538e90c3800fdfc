-- Row: a document or archive on a day. Reads: downloaders, buckets, paths.
-- Writes: new_downloads. Personal: no.
insert into new_downloads by name
with met as (
    select day, site_id, page as path, key, sum(hits) as hits, sum(bytes_sent) as bytes_sent
    from downloaders
    join buckets using (bucket) join paths using (path_id)
    group by all
)
select day, site_id, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
    count(*) as visitors
from met group by all
