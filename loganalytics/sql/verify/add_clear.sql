-- Row: eight bytes of a value that is looked for in clear. Reads: its parameters. Writes: clear.
-- Personal: memory only.
insert into clear select unnest($no::integer[]), unnest($w::ubigint[])
