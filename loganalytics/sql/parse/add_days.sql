-- Keeps the day of buckets in the time zone of the database. Writes: days. Personal: no.
insert into days select unnest($bucket), unnest($day)
