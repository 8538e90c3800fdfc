-- Row: a path that a bot fetched on a day. Reads: requests, path_order, pages.
-- Writes: new_bot_pages. Personal: no: cleaned texts. Of each bot the paths with the most hits stay.
-- A page_id of null is '(other)'.
insert into new_bot_pages by name
with met as (
    select day, site_id, bot, page_id, sum(hits) as hits, sum(bytes_sent) as bytes_sent
    from requests left join path_order using (path_id) where bot <> '' group by all
),
placed as (
    select * replace (
        case when row_number() over (
            partition by day, site_id, bot
            order by page_id is null, hits desc, bytes_sent desc, page_id) <= $most
        then page_id end as page_id)
    from met
),
kept as (
    select day, site_id, bot, page_id, sum(hits)::bigint as hits,
        sum(bytes_sent)::bigint as bytes_sent
    from placed group by all
)
select day, site_id, bot, coalesce(page, '(other)') as path, hits, bytes_sent
from kept left join pages using (page_id)
