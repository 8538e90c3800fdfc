-- Row: an address and the agent of its line. Reads: its parameters. Writes: pairs.
-- Personal: memory only.
insert into pairs
select unnest($no::integer[]), unnest($address::varchar[]), unnest($agent::varchar[])
