-- Row: the one line of sums of an ingest. Reads: views, viewed, visits, traffic. Personal: no.
select
    (select coalesce(sum(hits), 0) from traffic)::bigint as hits,
    (select count(*) from views where kind = 2) as event,
    (select count(*) from viewed where merged) as merged,
    (select count(*) from viewed where kind = 1 and not merged) as pixel,
    (select count(*) from viewed) as pageviews,
    (select count(*) from visits) as visits,
    (select coalesce(sum(bytes_sent), 0) from traffic)::bigint as bytes_sent,
    (select min(first) from traffic) as first,
    (select max(last) from traffic) as last
