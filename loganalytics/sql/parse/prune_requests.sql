-- Of the days of sites that hold more than twice $held requests, adds up all but those with the most
-- hits. Row: as in parse/counts. Reads: requests. Writes: requests.
-- Personal: paths and Referer headers as logged, keys; memory only.
create or replace table requests as
with placed as (
    select *, count(*) over (partition by day, site_id) as held,
        row_number() over (
            partition by day, site_id
            order by coalesce(path_id = 0, false), hits desc, bytes_sent desc, hash(asked), path_id,
                hash(came), header_id, bot, status) as place
    from requests
),
judged as (select *, place > $held and held > 2 * $held as few from placed)
select day, site_id, case when few then 0 else path_id end as path_id,
    case when few then '' else asked end as asked,
    case when few then 0 else header_id end as header_id,
    case when few then '' else came end as came, bot, status,
    coalesce(any_value(followers) filter (not few), []) as followers, sum(hits)::bigint as hits,
    sum(bytes_sent)::bigint as bytes_sent
from judged group by all
