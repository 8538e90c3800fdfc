-- Row: a known content. Reads: contents. Personal: no.
select bytes, lines, head, digest from contents
