-- An ingest that no earlier one is near any more has no visits that the border to it may have cut.
-- Row: an ingest. Reads: db.ingests, db.activity. Writes: db.ingests. Personal: no.
update db.ingests as i
set cut_edges = 0
where i.cut_edges > 0
    and not exists (
        from db.ingests as o
        join db.activity as there on there.ingest_id = o.ingest_id
        join db.activity as here on here.ingest_id = i.ingest_id and here.site = there.site
        where o.ingest_id < i.ingest_id
            and o.first - interval 30 minute <= i.last + interval 59 second
            and o.last + interval 30 minute + interval 59 second >= i.first
    )
