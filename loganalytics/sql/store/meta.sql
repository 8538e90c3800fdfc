-- Row: a setting. Reads: meta. Personal: no.
select key, value from meta
