-- Row: an ingest that stays and is parted from another. Reads: parted. Personal: no.
select distinct unnest([one, other]) as ingest_id from parted order by ingest_id
