-- Of the days of sites that hold more than twice $held requests, adds up all but those with the most
-- hits. Row: as in parse/counts. Reads: requests. Writes: requests.
-- Personal: paths and Referer headers as logged, keys; memory only.
create or replace table requests as
with crowded as (
    select day, site_id from requests group by day, site_id having count(*) > 2 * $held
),
placed as (
    select *,
        row_number() over (
            partition by day, site_id
            order by coalesce(path_id = 0, false), hits desc, bytes_sent desc, hash(asked), path_id,
                hash(came), header_id, bot, status) as place
    from requests semi join crowded using (day, site_id)
)
select * from requests anti join crowded using (day, site_id)
union all
select * exclude (place) from placed where place <= $held
union all
select day, site_id, 0, '', 0, '', bot, status, [], sum(hits)::bigint, sum(bytes_sent)::bigint
from placed where place > $held
group by day, site_id, bot, status
