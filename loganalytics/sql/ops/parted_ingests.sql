-- Row: an ingest that stays and is parted from another. Reads: old_parted. Personal: no.
select distinct unnest([one, other]) as ingest_id from old_parted order by ingest_id
