-- Row: a known content of the attached database, as in contents. Reads: db.contents. Personal: no.
select
    case when head <> first_value(head) over (partition by ingest_id order by bytes desc)
        then max(bytes) over (partition by ingest_id) - max(bytes) over (partition by ingest_id, head)
        else 0 end as behind,
    bytes, lines, head, digest, beginnings
from db.contents
