-- Row: a content with the same beginning as one of the ingests $ingest_id, whose it is, and how many
-- lines were new in that ingest. Reads: old.contents, old.ingests. Personal: no.
select c.ingest_id, c.bytes, c.lines, c.head, c.digest, c.beginnings,
    (i.lines - i.already_ingested - i.incomplete)::bigint
from old.contents as c
join old.ingests as i using (ingest_id)
where c.head in (
    select head from old.contents where list_contains($ingest_id::integer[], ingest_id)
)
