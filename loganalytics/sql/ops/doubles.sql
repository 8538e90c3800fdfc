-- Row: an ingest of another database whose content is known here, or may be a beginning of what is,
-- or the other way round; `same`: it is known for certain. What was new of a source, which is no
-- longer than the rest of it, may have come to another one as well. Reads: old.contents, db.contents,
-- old.ingests, db.ingests. Personal: no.
with there_contents as (
    select *, bytes = max(bytes) over (partition by ingest_id) as whole from old.contents
),
here_contents as (
    select *, bytes = max(bytes) over (partition by ingest_id) as whole from db.contents
),
alike as (
    select there.ingest_id as there_id, here.ingest_id as here_id,
        there.bytes = here.bytes and there.lines = here.lines and there.digest = here.digest
        as same
    from there_contents as there join here_contents as here using (head)
    where (there.whole or here.whole)
        and (
            same
            or (there.bytes < here.bytes and there.lines < here.lines)
            or (there.bytes > here.bytes and there.lines > here.lines)
        )
)
select there_id, there.source, here_id, here.source, same
from alike
join old.ingests as there on there.ingest_id = there_id
join db.ingests as here on here.ingest_id = here_id
order by same desc, there_id, here_id
limit 1
