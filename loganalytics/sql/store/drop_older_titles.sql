-- Drops the titles that are no page's latest any more. Row: how many.
-- Reads: db.latest_titles. Writes: db.latest_titles. Personal: no.
delete from db.latest_titles as t
where exists (
    from db.latest_titles as o
    where o.site = t.site and o.path = t.path
        and (o.day > t.day or o.day = t.day and o.ingest_id > t.ingest_id)
)
