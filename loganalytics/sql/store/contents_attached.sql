-- Row: a known content of the attached database. Reads: db.contents. Personal: no.
select bytes, lines, head, digest, beginnings from db.contents
