-- Row: an ingest of another database whose content is known here, or may be a beginning of what is,
-- or the other way round; `same`: it is known for certain. Reads: old.contents, db.contents,
-- old.ingests, db.ingests. Personal: no.
with alike as (
    select there.ingest_id as there_id, here.ingest_id as here_id,
        there.bytes = here.bytes and there.lines = here.lines and there.digest = here.digest
        as same
    from old.contents as there join db.contents as here using (head)
    where same
        or (there.bytes < here.bytes and there.lines < here.lines)
        or (there.bytes > here.bytes and there.lines > here.lines)
)
select there_id, there.source, here_id, here.source, same
from alike
join old.ingests as there on there.ingest_id = there_id
join db.ingests as here on here.ingest_id = here_id
order by same desc, there_id, here_id
limit 1
