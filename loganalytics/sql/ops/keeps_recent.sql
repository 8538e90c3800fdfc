-- Row: whether the latest pageviews are kept one by one here, as far as can be seen.
-- Reads: db.recent, db.activity. Personal: no.
select (select count(*) from db.recent) > 0
    or (select coalesce(sum(pageviews), 0) from db.activity) = 0
