-- Row: the first row number that month_pages does not have. Reads: db.month_pages. Personal: no.
select coalesce(max(rowid), -1) + 1 from db.month_pages
