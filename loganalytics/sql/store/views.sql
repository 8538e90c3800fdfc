-- One view a report, for plain duckdb. Sum over what you do not ask for; visitors of several days,
-- summed, overcount people. Row: as its columns say, without ingest_id.
-- Reads: the tables of store/schema. Writes: the views. Personal: no.
create or replace view v_ingests as select * from ingests order by ingest_id;

create or replace view v_timeline as
select a.bucket, a.site, sum(a.pageviews)::bigint as pageviews, sum(a.visits)::bigint as visits,
    sum(a.visitors)::bigint as visitors, sum(a.returning_visits)::bigint as returning_visits,
    sum(a.bounces)::bigint as bounces, sum(a.seconds)::bigint as seconds
from activity as a group by all;

create or replace view v_summary as
select site, min(bucket) as first, max(bucket) as last, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(visitors)::bigint as visitors,
    sum(returning_visits)::bigint as returning_visits, sum(bounces)::bigint as bounces,
    sum(bounces) / nullif(sum(visits), 0) as bounce_rate,
    sum(pageviews) / nullif(sum(visits), 0) as views_per_visit,
    sum(seconds) / nullif(sum(visits), 0) as mean_duration_s
from activity group by all;

create or replace view v_status as
select bucket, site, method, status, bot, sum(hits)::bigint as hits,
    sum(bytes_sent)::bigint as bytes_sent
from traffic group by all;

create or replace view v_pages as
select bucket, site, path, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    sum(entries)::bigint as entries, sum(exits)::bigint as exits, sum(bounces)::bigint as bounces,
    sum(visitors)::bigint as visitors, sum(seconds)::bigint as seconds
from pages group by all;

create or replace view v_entry as
select bucket, site, path, sum(entries)::bigint as entries, sum(bounces)::bigint as bounces
from pages group by all having sum(entries) <> 0;

create or replace view v_exit as
select bucket, site, path, sum(exits)::bigint as exits
from pages group by all having sum(exits) <> 0;

create or replace view v_titles as
select site, path, max_by(title, (day, ingest_id)) as title from titles group by all;

create or replace view v_daily as
select day, site, dimension, value, sum(pageviews)::bigint as pageviews,
    sum(visits)::bigint as visits, sum(visitors)::bigint as visitors
from daily group by all;

create or replace view v_sources as
select day, site, value as source, pageviews, visits, visitors from v_daily
where dimension = 'source';

create or replace view v_referrers as
select day, site, value as referrer, pageviews, visits, visitors from v_daily
where dimension = 'referrer';

create or replace view v_channels as
select day, site, value as channel, pageviews, visits, visitors from v_daily
where dimension = 'channel';

create or replace view v_campaigns as
select day, site, value as utm_campaign, pageviews, visits, visitors from v_daily
where dimension = 'utm_campaign';

create or replace view v_utm_sources as
select day, site, value as utm_source, pageviews, visits, visitors from v_daily
where dimension = 'utm_source';

create or replace view v_utm_mediums as
select day, site, value as utm_medium, pageviews, visits, visitors from v_daily
where dimension = 'utm_medium';

create or replace view v_utm_terms as
select day, site, value as utm_term, pageviews, visits, visitors from v_daily
where dimension = 'utm_term';

create or replace view v_utm_contents as
select day, site, value as utm_content, pageviews, visits, visitors from v_daily
where dimension = 'utm_content';

create or replace view v_countries as
select day, site, value as country, pageviews, visits, visitors from v_daily
where dimension = 'country';

create or replace view v_languages as
select day, site, value as language, pageviews, visits, visitors from v_daily
where dimension = 'language';

create or replace view v_browsers as
select day, site, value as browser, pageviews, visits, visitors from v_daily
where dimension = 'browser';

create or replace view v_browser_families as
select day, site, regexp_replace(browser, ' \d+$', '') as browser_family,
    sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    sum(visitors)::bigint as visitors
from v_browsers group by all;

create or replace view v_os as
select day, site, value as os, pageviews, visits, visitors from v_daily where dimension = 'os';

create or replace view v_devices as
select day, site, value as device, pageviews, visits, visitors from v_daily
where dimension = 'device';

create or replace view v_screens as
select day, site, value as screen, pageviews, visits, visitors from v_daily
where dimension = 'screen';

create or replace view v_pixel as
select day, site, value as pixel, pageviews, visits, visitors from v_daily
where dimension = 'pixel';

create or replace view v_downloads as
select day, site, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
    sum(visitors)::bigint as visitors
from downloads group by all;

create or replace view v_bots as
select day, site, bot, kind, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
    sum(visitors)::bigint as visitors
from bots group by all;

create or replace view v_errors as
select day, site, status, path, kind, referrer, bot, sum(hits)::bigint as hits
from errors group by all;

create or replace view v_bot_pages as
select day, site, bot, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
from bot_pages group by all;

create or replace view v_bandwidth as
select day, site, path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
from bandwidth group by all;

create or replace view v_response_times as
select day, site, path,
    case when duration_bucket = 0 then 0
        else 0.95e-6 * pow(1.05::double / 0.95::double, duration_bucket - 1) end as seconds,
    sum(hits)::bigint as hits
from response_times group by all;

create or replace view v_events as
select day, site, event, path, sum(hits)::bigint as hits, sum(visitors)::bigint as visitors
from events group by all;

create or replace view v_pairs as
select day, site, dimension, value, by_dimension, by_value, sum(pageviews)::bigint as pageviews
from pairs group by all;

create or replace view v_recent as
select minute, site, path, device, browser, os, entry from recent order by minute desc;
