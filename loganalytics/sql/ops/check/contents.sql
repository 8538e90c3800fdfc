-- Row: how many known contents there are, and how many are known twice, as the whole of a source, or
-- cannot be one. What was new of a source may have come to another one as well.
-- Reads: old.contents. Personal: no.
with each as (
    select *, bytes = max(bytes) over (partition by ingest_id) as whole from old.contents
),
grouped as (
    select bytes, lines, head, digest, count(*) as times, count(*) filter (whole) as wholes
    from each group by all
)
select coalesce(sum(times), 0)::bigint, count(*) filter (
    wholes > 1 or lines < 1 or bytes < lines
    or not regexp_full_match(head, '[0-9a-f]{64}')
    or not regexp_full_match(digest, '[0-9a-f]{64}')
)
from grouped
