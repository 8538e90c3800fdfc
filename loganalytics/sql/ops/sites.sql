-- Row: a site, the busiest first. Reads: $table, the traffic of a database. Personal: no.
select site from query_table($table) group by site order by sum(hits) desc, site
