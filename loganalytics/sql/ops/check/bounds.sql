-- Row: how many buckets of sites and pages there are, and in how many a sum is negative, or a part
-- greater than its whole, on the days [$first, $after). Reads: old.activity, old.pages, days.
-- Personal: no.
with chosen as (from days where day >= $first and day < $after),
of_site as (
    select bucket, site, sum(pageviews) as pageviews, sum(visits) as visits,
        sum(visitors) as visitors, sum(returning_visits) as returning_visits,
        sum(bounces) as bounces, sum(seconds) as seconds
    from old.activity semi join chosen using (bucket) group by all
),
of_page as (
    select bucket, site, path, sum(pageviews) as pageviews, sum(visits) as visits,
        sum(entries) as entries, sum(exits) as exits, sum(bounces) as bounces,
        sum(visitors) as visitors, sum(seconds) as seconds
    from old.pages semi join chosen using (bucket) group by all
),
judged as (
    select least(pageviews, visits, visitors, returning_visits, bounces, seconds) < 0
        or greatest(visits, visitors) > pageviews or greatest(returning_visits, bounces) > visits
        as wrong
    from of_site
    union all
    select least(pageviews, visits, entries, exits, bounces, visitors, seconds) < 0
        or greatest(entries, exits) > visits or bounces > entries or visitors > pageviews
    from of_page
)
select count(*), count(*) filter (wrong) from judged
