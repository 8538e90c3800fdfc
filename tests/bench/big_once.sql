-- What the days of a database of years share. Variables: sites, paths (of each site), views (of all, a day).
-- chance(day, i, salt): a number in [0, 1) that depends on nothing but these.
-- zipf(n, u): a rank in [0, n): rank r is about half as frequent as rank r / 2 (Zipf's law).
create macro chance(day, i, salt) as
    (hash((day - date '2000-01-01') * 1000000000000 + i * 1000 + salt) >> 11) / 9007199254740992.0;

create macro zipf(n, u) as least(n - 1, floor(pow(n + 1, u)) - 1)::integer;

-- The first site has ten times the readers of the last of ten.
create table sites as
select i as number, 'www.site-' || i || '.example' as site,
    (getvariable('sites') - i) / (getvariable('sites') * (getvariable('sites') + 1) / 2) as share
from range(getvariable('sites')) as r(i);

create table new_sites as select number::integer as site_id, site from sites;

-- Paths of about 35 characters; a third of them stand under /blog/.
create table paths as
with words as (
    select ['small', 'quiet', 'open', 'everyday', 'modern', 'green', 'private', 'honest',
            'simple', 'careful'] as how,
        ['gardens', 'queues', 'parsers', 'letters', 'bicycles', 'kitchens', 'maps', 'caches',
            'notebooks', 'swifts'] as what,
        ['/blog/2024/', '/docs/guide/', '/blog/2025/', '/products/', '/tags/', '/wiki/']
            as under
)
select s.site, r.i::integer as rank,
    case r.i when 0 then '/' when 1 then '/about/' else
        under[1 + (hash(s.number * getvariable('paths') + r.i) % 6)::integer]
        || how[1 + (r.i % 10)] || '-'
        || what[1 + (r.i // 10 % 10)] || '-' || (s.number * getvariable('paths') + r.i)
    end as path,
    case r.i when 0 then 'Home' when 1 then 'About us' else
        'On ' || how[1 + (r.i % 10)] || ' ' || what[1 + (r.i // 10 % 10)] || ', part '
        || (s.number * getvariable('paths') + r.i)
    end || ' | site ' || s.number as title
from sites as s, range(getvariable('paths')) as r(i), words;
