-- Adds the latest title of each page in the ingests after $after up to $until. Row: how many.
-- Reads: db.titles. Writes: db.latest_titles. Personal: no.
insert into db.latest_titles by name
select site, path, unnest(max_by({day: day, ingest_id: ingest_id, title: title}, (day, ingest_id)))
from db.titles
where ingest_id > $after and ingest_id <= $until
group by site, path
order by site, path
