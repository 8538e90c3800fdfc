-- Row: a setting of a database that is open for reading. Reads: old.meta. Personal: no.
select key, value from old.meta
