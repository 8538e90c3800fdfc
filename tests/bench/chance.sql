-- What all generated logs share. Variables: seed, lines, vhost.
-- chance(id, what): a number from 0 up to 1, always the same for an id, a question and a seed.
create macro chance(id, what) as
    (hash(id, what, getvariable('seed')) % 1000003) / 1000003.0;

-- A whole number from 0 up to n, all as likely, and one of 1 to n by Zipf's law: 1 comes most often.
create macro below(n, id, what) as
    (hash(id, what, getvariable('seed')) % n)::integer;

create macro zipf(n, id, what) as
    least(floor(exp(chance(id, what) * ln(n + 1)))::integer, n);

-- The address of a visitor: a third IPv4, whose 768 addresses are shared, the others IPv6.
create macro address_of(visitor) as
    case
        when chance(visitor, 'v4') < 0.35
        then (['192.0.2.', '198.51.100.', '203.0.113.'])[1 + below(3, visitor, 'net')]
            || below(256, visitor, 'host')
        else printf(
            '2001:db8:%x:%x::%x',
            below(4096, visitor, 'block'),
            below(65536, visitor, 'subnet'),
            1 + below(65535, visitor, 'interface')
        )
    end;

-- A line of the combined format, behind its virtual host where one is asked for.
create macro line_of(host, address, moment, request, status, size, referer, agent) as
    case when getvariable('vhost') then host || ':443 ' else '' end
    || address
    || strftime(make_timestamp(moment * 1000000), ' - - [%d/%b/%Y:%H:%M:%S +0000] "')
    || request || '" ' || status || ' ' || size || ' "' || referer || '" "' || agent || '"';
