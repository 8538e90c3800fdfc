-- Row: how much is held of what was asked for: as many rows of 75 bytes, and bytes of texts that were
-- not looked up yet. Reads: requests, response_times. Personal: no.
with held as (
    select count(*) * 3 // 2 + coalesce(sum(len(followers)), 0)::bigint // 9 as rows,
        coalesce(sum(strlen(asked) + strlen(came)), 0)::bigint as texts
    from requests
    union all
    select count(*) // 2, coalesce(sum(strlen(asked)), 0)::bigint from response_times
)
select sum(rows)::bigint, sum(texts)::bigint from held
