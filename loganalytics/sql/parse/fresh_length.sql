-- Row: how many characters the new values of the chunk have. Reads: fresh. Personal: no.
select coalesce(sum(length(value)), 0)::bigint from fresh
