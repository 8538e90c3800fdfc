-- Row: how many of the lines that are left to the pattern fit it. Reads: cut. Personal: no.
-- Most chunks hold a few that fit none, and cutting them apart takes longer to plan than to do.
select count(*) from cut where line is not null and regexp_matches(line, $whole)
