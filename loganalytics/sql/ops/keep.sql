-- Copies into a new database all that stays, in the order in which it stands; see macros.sql.
-- The ledger stays but for ingests that go whole, so that what was known before is known still.
-- Reads: old.*, old_errors, old_bot_pages, old_bandwidth, old_response_times, old_events, old_joins.
-- Writes: db.*. Personal: no.
insert into db.meta by name select * from old.meta;

insert into db.ingests by name
select * from old.ingests
where not list_contains(getvariable('erasure').ingest_ids, ingest_id);

insert into db.joins by name
select * from old_joins
where not list_contains(getvariable('erasure').ingest_ids, join_id);

insert into db.contents by name
select * from old.contents
where not list_contains(getvariable('erasure').ingest_ids, ingest_id);

insert into db.traffic by name
select * from old.traffic where not goes_at(ingest_id, bucket, site, null);

insert into db.activity by name
select * from old.activity where not goes_at(ingest_id, bucket, site, null);

insert into db.pages by name
select * from old.pages where not goes_at(ingest_id, bucket, site, path);

insert into db.titles by name
select * from old.titles where not goes_on(ingest_id, day, site, path);

insert into db.daily by name
select * from old.daily where not goes_on(ingest_id, day, site, null);

insert into db.downloads by name
select * from old.downloads where not goes_on(ingest_id, day, site, path);

insert into db.bots by name
select * from old.bots where not goes_on(ingest_id, day, site, null);

insert into db.errors by name
select * from old_errors
where not goes_on(ingest_id, day, site, path) and not goes_on(ingest_id, day, site, referrer);

insert into db.bot_pages by name
select * from old_bot_pages where not goes_on(ingest_id, day, site, path);

insert into db.bandwidth by name
select * from old_bandwidth where not goes_on(ingest_id, day, site, path);

insert into db.response_times by name
select * from old_response_times where not goes_on(ingest_id, day, site, path);

insert into db.events by name
select * from old_events
where not goes_on(ingest_id, day, site, path) and not goes_with(ingest_id, day, site);

insert into db.pairs by name
select * from old.pairs where not goes_on(ingest_id, day, site, page_of(dimension, value));

insert into db.recent by name
select * from old.recent where not goes_at(ingest_id, minute, site, path);
