-- Keeps the day of each bucket in the time zone of the database. Writes: buckets. Personal: no.
insert into buckets select unnest($bucket), unnest($day)
