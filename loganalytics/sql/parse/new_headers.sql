-- Row: a Referer header, without query, that was not looked up yet. Reads: seen, headers.
-- Personal: yes.
select distinct header from seen
where not exists (from headers where headers.header = seen.header)
