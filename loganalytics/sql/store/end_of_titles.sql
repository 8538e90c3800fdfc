-- Row: the first row number that titles does not have. Reads: db.titles. Personal: no.
select coalesce(max(rowid), -1) + 1 from db.titles
