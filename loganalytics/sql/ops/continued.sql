-- Row: an ingest whose content begins like one of others, $ingest_ids, and goes on. Reads:
-- old.contents. Personal: no.
select distinct longer.ingest_id
from old.contents as one
join old.contents as longer on longer.head = one.head and longer.bytes > one.bytes
where list_contains($ingest_ids, one.ingest_id)
    and not list_contains($ingest_ids, longer.ingest_id)
order by longer.ingest_id
