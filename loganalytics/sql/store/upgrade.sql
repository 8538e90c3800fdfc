-- Gives a database of an earlier loganalytics the columns and the table that came since. None is taken away, so that
-- it can still be read by that one. Row: an ingest. Writes: db.ingests, db.joins,
-- db.v_ingests. Personal: no.
alter table db.ingests add column if not exists late bigint default 0;
alter table db.ingests add column if not exists erased varchar default '';
alter table db.ingests add column if not exists options varchar default '';
create table if not exists db.joins (
    join_id   integer not null,
    ingest_id integer not null
);
create or replace view db.v_ingests as select * from db.ingests order by ingest_id;
