-- Row: an outcome and its lines, those of pixel hits apart. Reads: outcomes. Personal: no.
select outcome, sum(lines)::bigint from outcomes group by outcome
