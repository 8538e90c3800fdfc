-- A hostile log: no two lines share a path, an agent or a referrer, and each is a pageview.
-- Its addresses come as often again as those of a usual log. 200,000 lines a day.
create view log as
select
    line_of(
        'www.site.example',
        address_of(below(greatest(getvariable('lines') // 20, 10), n, 'visitor')),
        1788220800 + n * 86400 // 200000,
        'GET /' || printf('%x', hash(n, getvariable('seed')) % 4294967296) || '/' || n || '/ HTTP/1.1',
        200,
        1000 + below(50000, n, 'size'),
        'https://host' || n || '.example/page/' || below(1000, n, 'page'),
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/'
        || (100 + n % 50) || '.0.' || n // 1000 || '.' || n % 1000 || ' Safari/537.36'
    ) as line
from range(getvariable('lines')) as numbers(n);
