-- The one row: how many rows the table $name has, and a sum over the hashes of them (null without any):
-- equal where two tables hold the same, in any order. Reads: the table $name. Personal: no.
select count(*), sum(hash(t)::hugeint) from query_table($name) as t
