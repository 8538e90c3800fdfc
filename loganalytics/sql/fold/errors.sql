-- Row: hits on a path that failed in one way on a day; of what is not there, by the page that led to
-- it, folded. Reads: requests, paths, path_order, pages, headers, own_hosts. Writes: new_errors.
-- Personal: no: cleaned texts; of keys, their number.
-- A page of another site that led fewer than k people to a path becomes '(other)'. The site's own
-- pages stay: what they link to is the site's, and tells of no visitor.
-- Of a day of a site the rows with the most hits stay, and as many of bots. A page_id of null is
-- '(other)'.
insert into new_errors by name
with failed as (
    select day, r.site_id, status, page_id, coalesce(p.kind, '') as kind,
        bot <> '' as bot, hits, followers, o.host is null and coalesce(h.host, '') <> '' as far,
        case
            when status not in (404, 410) then ''
            when page_id is null then '(other)'
            when coalesce(h.host, '') = '' then '(none)'
            when own.kind = 'excluded' and o.host is not null then '(excluded)'
            when o.host is not null then own.page
            else h.referrer
        end as linked_from
    from requests as r
    left join paths as p using (path_id)
    left join path_order as n using (path_id)
    left join headers as h on h.header_id = r.header_id
    left join own_hosts as o on o.site_id = r.site_id and o.host = h.host
    left join paths as own on own.path_id = h.path_id
    where status >= 400
),
linked as (
    select day, site_id, status, page_id, kind, linked_from, bot, sum(hits) as hits,
        bool_or(far) and not bot and len(list_distinct(flatten(list(followers)))) < $k as few
    from failed group by day, site_id, status, page_id, kind, linked_from, bot
),
met as (
    select day, site_id, status, page_id, kind, bot, sum(hits) as hits,
        case when few then '(other)' else linked_from end as linked_from
    from linked group by all
),
placed as (
    select *, row_number() over (
        partition by day, site_id, bot
        order by page_id is null, hits desc, status, page_id, linked_from) <= $most as stays
    from met
),
kept as (
    select day, site_id, status, case when stays then page_id end as page_id,
        case when stays then kind else '' end as kind,
        case when stays or linked_from = '' then linked_from else '(other)' end as referrer, bot,
        sum(hits)::bigint as hits
    from placed group by all
)
select day, site_id, status, coalesce(page, '(other)') as path, kind, referrer, bot, hits
from kept left join pages using (page_id)
