-- Row: what a database adds to another. Reads: old.ingests, old.activity, old.traffic. Personal: no.
select count(*),
    (select coalesce(sum(pageviews), 0) from old.activity)::bigint,
    (select coalesce(sum(visits), 0) from old.activity)::bigint,
    (select coalesce(sum(hits), 0) from old.traffic)::bigint
from old.ingests
