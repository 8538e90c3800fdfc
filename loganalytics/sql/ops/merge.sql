-- Copies all ingests of another database under new numbers: see offset.sql. What was fixed when the
-- database was made is the same in both. Reads: old.*. Writes: db.*. Personal: no.
insert into db.ingests by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.ingests;

insert into db.joins by name
select join_id + getvariable('more') as join_id, ingest_id + getvariable('more') as ingest_id
from old.joins;

insert into db.contents by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.contents;

insert into db.traffic by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.traffic;

insert into db.activity by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.activity;

insert into db.pages by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.pages;

insert into db.titles by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.titles;

insert into db.daily by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.daily;

insert into db.downloads by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.downloads;

insert into db.bots by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.bots;

insert into db.errors by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.errors;

insert into db.bot_pages by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.bot_pages;

insert into db.bandwidth by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.bandwidth;

insert into db.response_times by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.response_times;

insert into db.events by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.events;

insert into db.pairs by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.pairs;

insert into db.recent by name
select * replace (ingest_id + getvariable('more') as ingest_id) from old.recent;
