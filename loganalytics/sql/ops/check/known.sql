-- Row: how many ingests there are, and of how many no content is known with all their lines, or, if
-- some had been known before, with those that had not, or a content with more lines, or one that has
-- less bytes and not less lines than another. Reads: ledger, old.contents. Personal: no.
with measured as (
    select i.ingest_id, i.lines - i.incomplete as whole,
        i.lines - i.incomplete - i.already_ingested as rest,
        list(c.lines) filter (c.lines is not null) as known,
        max(c.lines) as most
    from ledger as i left join old.contents as c using (ingest_id) group by all
),
crossed as (
    select distinct one.ingest_id
    from old.contents as one join old.contents as other using (ingest_id)
    where one.bytes < other.bytes and one.lines >= other.lines
)
select count(*), count(*) filter (
    known is null or not list_contains(known, whole) or not list_contains(known, rest)
    or most > whole or c.ingest_id is not null
)
from measured left join crossed as c using (ingest_id)
