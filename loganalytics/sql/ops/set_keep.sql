-- Keeps how many days are kept. Row: a setting. Writes: db.meta. Personal: no.
insert or replace into db.meta values ('keep', $days)
