-- Row: an ingest of another database whose content is known here, or may be a beginning of what is,
-- or the other way round; `same`: it is known for certain. What was new of two sources, the same of
-- both, was counted in both if it has hits of people, or else came to both: monitors ask for many hosts.
-- Reads: old.contents, db.contents, old.ingests, db.ingests. Personal: no.
with there_contents as (
    select *, bytes = max(bytes) over (partition by ingest_id) as whole from old.contents
),
here_contents as (
    select *, bytes = max(bytes) over (partition by ingest_id) as whole from db.contents
),
alike as (
    select there.ingest_id as there_id, here.ingest_id as here_id, there.whole or here.whole as whole,
        there.bytes = here.bytes and there.lines = here.lines and there.digest = here.digest
        as same
    from there_contents as there join here_contents as here using (head)
    where same
        or (there.bytes < here.bytes and there.lines < here.lines)
        or (there.bytes > here.bytes and there.lines > here.lines)
)
select there_id, there.source, here_id, here.source, same
from alike
join old.ingests as there on there.ingest_id = there_id
join db.ingests as here on here.ingest_id = here_id
where whole or (same and there.hits > there.bot)
order by same desc, there_id, here_id
limit 1
