-- Keeps a setting. Writes: db.meta. Personal: no.
insert into db.meta values ($key, $value)
