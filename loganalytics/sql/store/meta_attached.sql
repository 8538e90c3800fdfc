-- Row: a setting of the attached database. Reads: db.meta. Personal: no.
select key, value from db.meta
