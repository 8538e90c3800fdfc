-- Row: a site, the busiest first. Reads: old.traffic. Personal: no.
select site from old.traffic group by site order by sum(hits) desc, site
