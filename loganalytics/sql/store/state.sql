-- Row: the latest ingest, how many there are, and a number for those of which something was erased.
-- Reads: $table, the ingests of an attached database. Personal: no.
select coalesce(max(ingest_id), 0), count(*),
    coalesce(bit_xor(hash(ingest_id, erased)) filter (erased <> ''), 0)
from query_table($table)
