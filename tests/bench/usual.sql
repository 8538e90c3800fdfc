-- A usual log: visits of people with their assets and pixel hits, bots, feed readers, scanners.
-- 200,000 lines a day, ordered by time; one visitor for every twenty lines.
create table paths as
select
    path_id,
    case
        when path_id = 1 then '/'
        when path_id % 7 = 0
        then '/' || topic || '/'
            || (['2023', '2024', '2025', '2026'])[1 + below(4, path_id, 'year')] || '/' || path_id
        else '/blog/' || topic || '-and-' || other || '-' || path_id || '/'
    end as path,
    upper(topic[1]) || topic[2:] || ' and ' || other || ' ' || path_id as title
from (
    select
        path_id,
        words[1 + below(len(words), path_id, 'topic')] as topic,
        words[1 + below(len(words), path_id, 'other')] as other
    from range(1, 5001) as numbers(path_id),
        (
            select [
                'moss', 'tides', 'owls', 'kettles', 'hedges', 'lanterns', 'ferns', 'bridges',
                'gravel', 'kites', 'looms', 'maps', 'newts', 'orchards', 'pumps', 'quarries',
                'radios', 'sails', 'tunnels', 'valves', 'wells', 'yeast', 'zinc', 'clocks'
            ] as words
        )
);

-- Browsers: some four thousand, of few families, versions and systems.
create table agents as
select
    row_number() over (order by hash(system, family, version, build)) as agent_id,
    case family
        when 'chrome'
        then 'Mozilla/5.0 (' || system || ') AppleWebKit/537.36 (KHTML, like Gecko) Chrome/'
            || version || '.0.' || build || '.0 Safari/537.36'
        when 'edge'
        then 'Mozilla/5.0 (' || system || ') AppleWebKit/537.36 (KHTML, like Gecko) Chrome/'
            || version || '.0.0.0 Safari/537.36 Edg/' || version || '.0.' || build || '.0'
        when 'firefox'
        then 'Mozilla/5.0 (' || system || '; rv:' || version || '.0) Gecko/20100101 Firefox/'
            || version || '.' || build % 10
        else 'Mozilla/5.0 (' || system || ') AppleWebKit/605.1.15 (KHTML, like Gecko) Version/'
            || version % 9 + 10 || '.' || build % 10 || ' Safari/605.1.15'
    end as agent
from unnest([
        'Windows NT 10.0; Win64; x64', 'Macintosh; Intel Mac OS X 10_15_7', 'X11; Linux x86_64',
        'X11; CrOS x86_64 14541.0.0', 'Linux; Android 10; K', 'Linux; Android 14; Pixel 8',
        'iPhone; CPU iPhone OS 18_7 like Mac OS X', 'iPad; CPU OS 18_7 like Mac OS X'
    ]) as systems(system),
    unnest(['chrome', 'edge', 'firefox', 'safari']) as families(family),
    range(110, 155) as versions(version),
    range(6000, 6003) as builds(build);

create table robots as
select row_number() over () as robot_id, robot
from unnest([
    'Mozilla/5.0 (compatible; Googlebot/2.1; +https://search.example/bot.html)',
    'Mozilla/5.0 (compatible; bingbot/2.0; +https://find.example/bot.htm)',
    'Mozilla/5.0 (compatible; GPTBot/1.2; +https://model.example/gptbot)',
    'Mozilla/5.0 (compatible; AhrefsBot/7.0; +https://links.example/robot/)',
    'Mozilla/5.0 (compatible; ClaudeBot/1.0; +bot@model.example)',
    'Mozilla/5.0 (compatible; SemrushBot/7~bl; +https://rank.example/bot.html)',
    'Feedly/1.0 (+https://feeds.example/fetcher.html; 12 subscribers)',
    'Mozilla/5.0 (compatible; UptimeRobot/2.0; https://monitor.example/)',
    'curl/8.5.0', 'python-requests/2.32.3', 'Go-http-client/2.0', 'Wget/1.21.4', '-'
]) as names(robot);

-- Visits, and of each its views: as many as a geometric distribution says, mostly one.
-- More come by day than by night.
create macro by_day(when_) as when_ - 0.1 * sin(2 * pi() * when_);

create table views as
select
    visit * 16 + nth as view_id,
    visit,
    nth,
    visitor,
    start + nth * (15 + below(150, visit, 'pace')) + below(15, visit * 16 + nth, 'jitter') as moment,
    zipf(5000, visit * 16 + nth, 'path') as path_id,
    zipf((select max(agent_id) from agents), visitor, 'agent') as agent_id,
    nth = 0 and chance(visit, 'cache') < 0.7 as fresh
from (
    select
        visit,
        floor(pow(chance(visit, 'visitor'), 1.5) * greatest(getvariable('lines') // 20, 10))::bigint
            as visitor,
        floor(86400 * by_day(when_))::bigint as start,
        1 + least(floor(-ln(1 - chance(visit, 'views')) * 1.3), 15)::bigint as many
    from (
        select visit, chance(visit, 'when') * 1.04 * getvariable('lines') / 200000 as when_
        from range(greatest(getvariable('lines') // 9, 10)) as visits(visit)
    )
), range(16) as places(nth)
where nth < many;

-- One row a line, in order: what it asks for is put together below. kind: p page, a asset,
-- x pixel, b bot, s scanner.
create table hits as
with
    people as (
        select 'p' as kind, 0 as part, moment as seen, views.* exclude (moment, fresh) from views
        union all
        select 'a', part, moment + 1 + part // 4, views.* exclude (moment, fresh)
        from views, range(1, 9) as parts(part)
        where fresh and part <= 4 + below(5, view_id, 'assets')
        union all
        select 'x', 0, moment + 1 + below(3, view_id, 'pixel'), views.* exclude (moment, fresh)
        from views
        where chance(visitor, 'blocks') < 0.85
    ),
    machines as (
        select
            case when chance(view_id, 'scanner') < 0.1 then 's' else 'b' end as kind,
            0 as part,
            floor(chance(view_id, 'at') * 86400 * 1.04 * getvariable('lines') / 200000)::bigint
                as seen,
            view_id,
            zipf(5000, view_id, 'crawled') as path_id,
            case
                when chance(view_id, 'scanner') < 0.1 then 9 + below(5, view_id, 'robot')
                else zipf(13, view_id, 'robot')
            end as robot_id
        from range((getvariable('lines') * 0.28)::bigint) as numbers(view_id)
    )
from people
union all by name
from machines
order by seen, kind, view_id, part
limit getvariable('lines');

create view log as
select
    line_of(
        'www.site.example',
        address_of(
            case kind
                when 'b' then -1000 * robot_id - below(40, view_id, 'address')
                when 's' then -1000000 - below(500, view_id, 'address')
                else visitor
            end
        ),
        1788220800 + seen,
        case
            when kind = 'p' then 'GET ' || page || case
                when chance(view_id, 'query') < 0.04
                then '?utm_source=letter&utm_campaign=week-' || below(50, view_id, 'week')
                when chance(view_id, 'query') < 0.08 then '?page=' || below(9, view_id, 'page')
                else ''
            end
            when kind = 'a' then 'GET ' || case
                when part <= 3 then (['/app.css', '/app.js', '/fonts/text.woff2'])[part]
                else '/images/' || zipf(400, view_id * 16 + part, 'image') || '.webp'
            end
            when kind = 'x'
            then 'GET /pixel.gif?path=' || replace(page, '/', '%2F')
                || '&title=' || replace(title, ' ', '%20')
                || '&referrer=' || replace(replace(came_from, ':', '%3A'), '/', '%2F')
                || '&resolution='
                || (['1920,1080', '412,915', '390,844', '2560,1440', '1536,864'])[
                    1 + below(5, visitor, 'screen')
                ]
            when kind = 'b' then 'GET ' || case
                when robot like 'Feedly%' then '/feed.xml'
                when chance(view_id, 'robots') < 0.03 then '/robots.txt'
                else page
            end
            when chance(view_id, 'probe') < 0.2 then 'POST /wp-login.php'
            else 'GET ' || (['/.env', '/xmlrpc.php', '/.git/config', '/admin.php', '/phpinfo.php'])[
                1 + below(5, view_id, 'probe')
            ]
        end || ' HTTP/' || (['1.1', '2.0'])[1 + below(2, coalesce(visitor, view_id), 'protocol')],
        case
            when kind = 's' then 404
            when kind = 'x' or chance(view_id * 16 + part, 'status') < 0.9 then 200
            when chance(view_id * 16 + part, 'status') < 0.965 then 304
            when chance(view_id * 16 + part, 'status') < 0.98 then 301
            when chance(view_id * 16 + part, 'status') < 0.998 then 404
            else 500
        end,
        case
            when kind = 'x' then 43
            when kind = 'a' then 500 + below(90000, part, 'size')
            else 2000 + below(40000, path_id, 'size')
        end,
        case
            when kind in ('a', 'x') then 'https://www.site.example' || page
            when kind = 'p' and came_from <> '' then came_from
            else '-'
        end,
        coalesce(agent, robot)
    ) as line
from (
    select
        hits.*,
        paths.path as page,
        paths.title as title,
        agent,
        robot,
        case
            when nth > 0 then 'https://www.site.example' || before.path
            when chance(visit, 'source') < 0.2 then 'https://search.example/'
            when chance(visit, 'source') < 0.45
            then 'https://site' || zipf(600, visit, 'from') || '.example/post/'
                || below(10, visit, 'post')
            else ''
        end as came_from
    from hits
    left join agents using (agent_id)
    left join robots using (robot_id)
    left join paths using (path_id)
    left join paths as before on before.path_id = zipf(5000, hits.view_id - 1, 'path')
);
