-- The one row is what AI crawlers fetched. Reads: bot_page_sums.
-- Yields: hits, and those of them whose path is lost to '(other)'.
-- Personal: no.
select coalesce(sum(hits), 0)::bigint as hits,
    coalesce(sum(hits) filter (path = '(other)'), 0)::bigint as lost
from bot_page_sums
where ai
