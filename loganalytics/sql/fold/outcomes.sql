-- Row: an outcome and its lines, but for those of pixel hits. Reads: traffic. Personal: no.
select outcome, sum(hits)::bigint from traffic where outcome <> 'pixel' group by outcome
