-- Row: in how many distinct values that are stored something personal was replaced.
-- Reads: new_pages, new_titles, new_daily, new_downloads, new_traffic. Personal: no.
with stored as (
    select path as value from new_pages
    union select title from new_titles
    union select value from new_daily where dimension in ('source', 'referrer')
    union select path from new_downloads
    union select site from new_traffic
)
select count(*) from stored
where regexp_matches(value, '\((ip|email|uuid|hex|token|number)\)')
