-- Row: a known content of $table, contents or db.contents: `behind`, bytes, lines, head, digest, and
-- beginnings, which a database of an earlier version has not. An ingest has the whole of its source,
-- and, where some of it was known before, what was new: it came behind that many bytes of the source, 0
-- where both begin with lines that look alike. Where the source ends in the middle of a line, it has
-- both up to that line, too. Reads: contents, db.contents. Personal: no.
select
    case when head <> first_value(head) over (partition by ingest_id order by bytes desc)
        then max(bytes) over (partition by ingest_id) - max(bytes) over (partition by ingest_id, head)
        else 0 end as behind,
    columns(lambda name: name <> 'ingest_id')
from query_table($table)
