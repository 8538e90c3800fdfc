-- Row: the first row number that pages does not have. Reads: db.pages. Personal: no.
select coalesce(max(rowid), -1) + 1 from db.pages
