-- Row: a path on a day, of people and bots. Reads: requests, path_order, pages.
-- Writes: new_bandwidth. Personal: no: cleaned texts. Of a day of a site the paths with the most
-- bytes stay. A page_id of null is '(other)'.
insert into new_bandwidth by name
with met as (
    select day, site_id, page_id, sum(hits) as hits, sum(bytes_sent) as bytes_sent
    from requests left join path_order using (path_id) group by all
),
placed as (
    select * replace (
        case when row_number() over (
            partition by day, site_id
            order by page_id is null, bytes_sent desc, hits desc, page_id) <= $most
        then page_id end as page_id)
    from met
),
kept as (
    select day, site_id, page_id, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent
    from placed group by all
)
select day, site_id, coalesce(page, '(other)') as path, hits, bytes_sent
from kept left join pages using (page_id)
