-- Row: a site, the busiest first. Reads: traffic. Personal: no.
select site from traffic group by site order by sum(hits) desc, site
