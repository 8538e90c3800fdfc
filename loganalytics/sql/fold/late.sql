-- Row: how many hits came for days that were folded before. Reads: traffic. Personal: no.
select coalesce(sum(hits), 0)::bigint from traffic where bucket < $before::bigint
