-- Gives the tables of a database of an earlier loganalytics the columns that came since; the tables
-- that came since are made by sql/store/schema. None is taken away, so that it can still be read by
-- that one. Row: an ingest, or a content. Writes: db.ingests, db.contents. Personal: no.
alter table db.ingests add column if not exists late bigint default 0;
alter table db.ingests add column if not exists erased varchar default '';
alter table db.ingests add column if not exists options varchar default '';
alter table db.contents add column if not exists beginnings varchar default '';
