-- Row: a text that is hashed alone. Reads: its parameters. Writes: singles. Personal: memory only.
insert into singles select unnest($no::integer[]), unnest($text::varchar[])
