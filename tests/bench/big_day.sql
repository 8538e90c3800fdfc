-- One day of a database of years: visits and their views, summed into the tables that an ingest makes,
-- with the site in place of its number. Variables: day, sites, paths, views.
-- A row of visits is a visit. Half have one view; there are more on workdays.
create or replace table visits as
select s.number * 10000000 + r.i as visit, s.site,
    ((chance(getvariable('day'), visit, 1) + chance(getvariable('day'), visit, 2)) * 43200)::integer
        as start,
    least(15, 1 + floor(ln(1 - chance(getvariable('day'), visit, 3)) / ln(0.525)))::integer as views,
    chance(getvariable('day'), visit, 4) < 0.06 as again,
    zipf(30, chance(getvariable('day'), visit, 5)) as from_,
    'source ' || from_ as source,
    ['search', 'direct', 'social', 'referral', 'email', 'ai assistant'][1 + from_ % 6] as channel,
    if(chance(getvariable('day'), visit, 12) < 0.03,
        'week ' || zipf(50, chance(getvariable('day'), visit, 13)), null) as utm_campaign,
    utm_campaign || ' by mail' as utm_source,
    if(utm_campaign is null, null, 'email') as utm_medium,
    if(chance(getvariable('day'), visit, 14) < 0.8, 'yes', 'no') as pixel,
    'ref-' || zipf(150, chance(getvariable('day'), visit, 6)) || '.example/page' as referrer,
    'C' || zipf(150, chance(getvariable('day'), visit, 7)) as country,
    'Browser ' || zipf(400, chance(getvariable('day'), visit, 8)) as browser,
    'System ' || zipf(15, chance(getvariable('day'), visit, 9)) as os,
    ['desktop', 'mobile', 'tablet', 'other'][1 + zipf(4, chance(getvariable('day'), visit, 10))] as device,
    zipf(33, chance(getvariable('day'), visit, 11)) || 'x800' as screen
from sites as s, range(
    (ceil(getvariable('views') * s.share / 2.1) * if(isodow(getvariable('day')) > 5, 0.75, 1.1))::bigint
) as r(i);

-- A row is a pageview, 75 s after the one before.
create or replace table views as
with ranked as (
    select v.*, k.n, least(86399, v.start + 75 * k.n)::integer as moment,
        zipf(getvariable('paths'), chance(getvariable('day'), v.visit, 100 + k.n)) as rank
    from visits as v, range(v.views) as k(n)
)
select r.*, p.path, row_number() over (partition by visit, path order by n) = 1 as first
from ranked as r join paths as p on p.site = r.site and p.rank = r.rank;

create or replace table new_activity as
select getvariable('day') + to_hours(hour) as bucket, site, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(visitors)::bigint as visitors,
    sum(returning_visits)::bigint as returning_visits, sum(bounces)::bigint as bounces,
    sum(seconds)::bigint as seconds
from (
    select moment // 3600 as hour, site, 1 as pageviews, 0 as visits, 0 as visitors,
        0 as returning_visits, 0 as bounces, 0 as seconds
    from views
    union all
    select start // 3600, site, 0, 1, (not again)::integer, again::integer,
        (views = 1)::integer, 75 * (views - 1)
    from visits
)
group by hour, site;

create or replace table new_pages as
select getvariable('day') + to_hours(hour) as bucket, site, path, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(entries)::bigint as entries,
    sum(exits)::bigint as exits, sum(bounces)::bigint as bounces,
    sum(visitors)::bigint as visitors, sum(seconds)::bigint as seconds
from (
    select moment // 3600 as hour, site, path, 1 as pageviews, 0 as visits, 0 as entries,
        0 as exits, 0 as bounces, (first and not again)::integer as visitors,
        75 * (n + 1 < views)::integer as seconds
    from views
    union all
    select start // 3600, site, path, 0, first::integer, (n = 0)::integer,
        (n + 1 = views)::integer, (views = 1)::integer, 0, 0
    from views
)
group by hour, site, path;

create or replace table new_titles as
select getvariable('day') as day, site, path, title
from paths where (site, path) in (select (site, path) from views where visit % 2 = 0);

create or replace table new_daily as
select getvariable('day') as day, site, dimension, value, count(*) as pageviews,
    count(*) filter (where n = 0) as visits,
    count(*) filter (where n = 0 and not again) as visitors
from (
    unpivot (
        select site, n, again, source, channel, referrer, country, browser, os, device, screen, pixel,
            utm_source, utm_medium, utm_campaign
        from views
    )
    on source, channel, referrer, country, browser, os, device, screen, pixel, utm_source, utm_medium,
        utm_campaign
    into name dimension value value
)
group by site, dimension, value;

-- Each two of nine dimensions. A pair of fewer than five visits loses its rarer value, or both.
create or replace table new_pairs as
with long as (
    select site, visit, n, first, value, list_position(
            ['path', 'source', 'channel', 'utm_campaign', 'country', 'browser', 'os', 'device', 'screen'],
            dimension) as place, dimension
    from (
        unpivot (
            select site, visit, n, first, path, source, channel, utm_campaign, country, browser, os,
                device, screen
            from views
        )
        on path, source, channel, utm_campaign, country, browser, os, device, screen
        into name dimension value value
    )
),
each as (
    select a.site, a.dimension, a.value, b.dimension as by_dimension, b.value as by_value,
        count(*) as pageviews, count(*) filter (where a.first) as people
    from long as a join long as b on a.visit = b.visit and a.n = b.n and a.place < b.place
    group by all
),
sized as (
    select *, sum(people) over (partition by site, dimension, by_dimension, value) as of_value,
        sum(people) over (partition by site, dimension, by_dimension, by_value) as of_by
    from each
),
once as (
    select site, dimension, by_dimension,
        if(people < 5 and of_value <= of_by, '(other)', value) as value,
        if(people < 5 and of_value > of_by, '(other)', by_value) as by_value,
        sum(pageviews) as pageviews, sum(people) as people
    from sized group by all
)
select getvariable('day') as day, site, dimension, if(people < 5, '(other)', value) as value,
    by_dimension, if(people < 5, '(other)', by_value) as by_value, sum(pageviews)::bigint as pageviews
from once group by all;

-- 80 kinds of hits, of which an hour lacks the rare ones; some 4.7 hits a pageview.
create or replace table new_traffic as
with kinds as (
    select unnest(['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT']) as method,
        unnest([1, 0.03, 0.01, 0.003, 0.001]) as weight
),
statuses as (
    select unnest([200, 304, 404, 301, 500, 206, 403, 499])::smallint as status,
        unnest([0.7, 0.2, 0.04, 0.03, 0.01, 0.01, 0.01, 0.01]) as weight
)
select a.bucket, a.site, k.method, s.status, b.bot,
    sum(ceil(4.6 * a.pageviews * k.weight * s.weight * if(b.bot, 0.2, 0.8)
        - chance(getvariable('day'), hour(a.bucket), s.status)))::bigint as hits,
    hits * 9000 as bytes_sent
from new_activity as a, kinds as k, statuses as s, (values (true), (false)) as b(bot)
group by all
having hits > 0;

create or replace table new_bots as
select getvariable('day') as day, site, 'Bot ' || i as bot,
    ['seo', 'monitor', 'other', 'search', 'library', 'ai', 'feed'][1 + i % 7] as kind,
    (1 + getvariable('views') * share / 6 / (i + 1))::bigint as hits, hits * 7000 as bytes_sent,
    1 + i % 3 as visitors
from sites, range(300) as r(i)
where chance(getvariable('day'), number * 1000 + i, 0) < 0.85;

create or replace table new_downloads as
select getvariable('day') as day, site, '/files/report-' || i || '.pdf' as path,
    (1 + getvariable('views') * share / 300 / (i + 1))::bigint as hits, hits * 500000 as bytes_sent,
    hits as visitors
from sites, range(20) as r(i);

create or replace table new_recent as
select getvariable('day') + to_minutes(moment // 60) as minute, site, path, device,
    split_part(browser, ' ', 1) as browser, os, n = 0 as entry
from views order by moment desc, visit, n limit 50;

-- What scanners ask for, and pages that are gone: a seventh as many rows as pageviews, at most 500
-- of people and 500 of bots on a site.
create or replace table new_errors as
select getvariable('day') as day, site, (if(i % 9 = 0, 403, 404))::smallint as status,
    '/gone-' || zipf(5000, chance(getvariable('day'), number * 1000 + i, 21)) || '.php' as path,
    'page' as kind,
    if(i % 4 > 0 or status <> 404, if(status = 404, '(none)', ''), '/about/') as referrer, bot,
    (1 + 50 // (i + 1))::bigint as hits
from sites, (values (true), (false)) as b(bot), range(500) as r(i)
where i < getvariable('views') * share / 14;

-- The first paths of each bot, then '(other)'.
create or replace table new_bot_pages as
select b.day, b.site, b.bot, if(p.rank = 50, '(other)', p.path) as path,
    (1 + b.hits // (p.rank + 1))::bigint as hits, hits * 7000 as bytes_sent
from new_bots as b join paths as p on p.site = b.site and p.rank < least(51, b.hits);

create or replace table new_bandwidth as
select day, site, if(place > 500, '(other)', path) as path, sum(hits)::bigint as hits,
    sum(hits * 9000)::bigint as bytes_sent
from (
    select getvariable('day') as day, site, path, count(*) as hits,
        row_number() over (partition by site order by hits desc, path) as place
    from views group by site, path
)
group by all;

create or replace table new_events as
select getvariable('day') as day, site, 'event ' || i as event, '(other)' as path,
    (1 + getvariable('views') * share / 100 / (i + 1))::bigint as hits, hits as visitors
from sites, range(5) as r(i);

-- Of the first 200 paths of a site, each about as many histogram buckets as it has views.
create or replace table new_response_times as
select getvariable('day') as day, site, path,
    (120 + zipf(60, chance(getvariable('day'), visit, 300 + n)))::smallint as duration_bucket,
    count(*) as hits
from views where rank < 200
group by all;
