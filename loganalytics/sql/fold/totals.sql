-- Row: the one line of sums of an ingest. Reads: facts, visits, traffic. Personal: no.
select
    (select coalesce(sum(hits), 0) from traffic)::bigint as hits,
    (select count(*) from facts) as pageviews,
    (select count(*) from visits) as visits,
    (select coalesce(sum(bytes_sent), 0) from traffic)::bigint as bytes_sent,
    (select min(first) from traffic) as first,
    (select max(last) from traffic) as last
