-- Leaves the latest pageviews, $most of them. Writes: db.recent. Personal: no.
delete from db.recent
where rowid not in (
    select rowid from db.recent order by minute desc, ingest_id desc, site, path, rowid limit $most)
