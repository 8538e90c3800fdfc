-- Row: an outcome of a log and its lines, all hits of the pixel as one. Reads: traffic. Personal: no.
select log_of(site_id) as log, outcome, sum(hits)::bigint from traffic where is_log(site_id) group by all
