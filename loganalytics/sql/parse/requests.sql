-- Row: how much is held of what was asked for: as many rows of 75 bytes, and bytes of texts that were
-- not looked up yet. Reads: requests. Personal: no.
select count(*) * 3 // 2 + coalesce(sum(len(followers)), 0)::bigint // 9,
    coalesce(sum(strlen(asked) + strlen(came)), 0)::bigint
from requests
