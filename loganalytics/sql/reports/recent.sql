-- A row is one of the latest pageviews in [start, end), UTC; the latest first. $site null: all
-- sites. $path: a pattern for `like`, '%' for all; $but: of paths unlike it. At most $limit rows.
-- reads: recent.
-- yields: minute (UTC), site, path, device, browser, os, entry, then the number of such rows
--     without the limit.
-- personal: no.
with chosen as (
    select minute, site, path, device, browser, os, entry
    from recent
    where minute >= $start and minute < $end
        and ($site::varchar is null or site = $site)
        and (path like $path escape '\') <> $but
)
select minute, site, path, device, browser, os, entry,
    (select count(*) from chosen) as found
from chosen
order by minute desc, path, site, device, browser, os, entry
limit $limit
