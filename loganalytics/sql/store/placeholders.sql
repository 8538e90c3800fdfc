-- Row: a log, and in how many distinct values that are stored of it something personal was replaced.
-- Reads: new_pages, new_titles, new_daily, new_downloads, new_errors, new_bot_pages, new_bandwidth,
-- new_response_times, new_events, new_sites. Personal: no.
with stored as (
    select site_id, path as value from new_pages
    union all select site_id, title from new_titles
    union all select site_id, value from new_daily
        where dimension in ('source', 'referrer') or starts_with(dimension, 'utm_')
    union all select site_id, path from new_downloads
    union all select site_id, path from new_errors
    union all select site_id, referrer from new_errors
    union all select site_id, path from new_bot_pages
    union all select site_id, path from new_bandwidth
    union all select site_id, path from new_response_times
    union all select site_id, event from new_events
    union all select site_id, path from new_events
    union all select site_id, site from new_sites
),
replaced as (
    select distinct log_of(site_id) as log, value from stored
    where contains(value, '(') and regexp_matches(value, '\((ip|email|uuid|hex|token|number|redacted)\)')
)
select log, count(*) from replaced group by log
