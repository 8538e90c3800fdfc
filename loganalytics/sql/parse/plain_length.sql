-- Row: how many characters the values have that were looked up in SQL. Reads: plain. Personal: no.
select coalesce(sum(length(value)), 0)::bigint from plain where path is not null
