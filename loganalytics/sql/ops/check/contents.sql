-- Row: how many known contents there are, and how many are known twice or cannot be one.
-- Reads: old.contents. Personal: no.
with grouped as (
    select bytes, lines, head, digest, count(*) as times from old.contents group by all
)
select coalesce(sum(times), 0)::bigint, count(*) filter (
    times > 1 or lines < 1 or bytes < lines
    or not regexp_full_match(head, '[0-9a-f]{64}')
    or not regexp_full_match(digest, '[0-9a-f]{64}')
)
from grouped
