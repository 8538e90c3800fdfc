-- Row: how many pixel hits merged with a request and how many stand alone. Reads: viewed.
-- Personal: no.
select count(*) filter (merged), count(*) filter (kind = 1 and not merged) from viewed
