-- Row: a named site of the open database, the busiest first. Reads: traffic. Personal: no.
select site from traffic where site <> '' group by site order by sum(hits) desc, site limit 10
