-- Row: a log, and in how many distinct values that are stored of it something personal was replaced.
-- Reads: new_pages, new_titles, new_daily, new_downloads, new_errors, new_bot_pages, new_bandwidth,
-- new_events, new_sites. Personal: no.
with stored as (
    select log_of(site_id) as log, path as value from new_pages
    union select log_of(site_id), title from new_titles
    union select log_of(site_id), value from new_daily
        where dimension in ('source', 'referrer') or starts_with(dimension, 'utm_')
    union select log_of(site_id), path from new_downloads
    union select log_of(site_id), path from new_errors
    union select log_of(site_id), referrer from new_errors
    union select log_of(site_id), path from new_bot_pages
    union select log_of(site_id), path from new_bandwidth
    union select log_of(site_id), event from new_events
    union select log_of(site_id), path from new_events
    union select log_of(site_id), site from new_sites
)
select log, count(*) from stored
where regexp_matches(value, '\((ip|email|uuid|hex|token|number)\)')
group by log
