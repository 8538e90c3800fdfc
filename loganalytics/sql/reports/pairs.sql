-- A row is a value of the dimension $of among the pageviews whose value of the dimension $by is like
-- $pattern ($exactly: in just these letters) or one of $codes ($but: neither), over the days [first,
-- after); the most pageviews first. $site null: all sites; pages of several sites apart. Pairs seen
-- from fewer than k visitors on a day are folded: their value of $by may be '(other)', then they are
-- here only if $pattern is all values. At most $limit rows.
-- reads: pairs.
-- yields: site ('' but for pages), value, pageviews, then the number of such rows, the sum of
--     pageviews and those of '(other)', all without the limit.
-- personal: no.
with paired as (
    select day, site, value, by_value, pageviews from pairs
    where dimension = $of and by_dimension = $by
    union all
    select day, site, by_value, value, pageviews from pairs
    where dimension = $by and by_dimension = $of
),
counted as (
    select case when $of = 'path' then site else '' end as site, value,
        sum(pageviews)::bigint as pageviews
    from paired
    where day >= $first and day < $after
        and ($site::varchar is null or site = $site)
        and (case when $exactly then by_value like $pattern escape '\'
            else by_value ilike $pattern escape '\' or list_contains($codes::varchar[], by_value)
            end) <> $but
        and (by_value <> '(other)' or (not $but and trim($pattern, '%') = ''))
    group by all
    having sum(pageviews) <> 0
),
whole as (
    select count(*) as found, coalesce(sum(pageviews), 0)::bigint as total,
        coalesce(sum(pageviews) filter (value = '(other)'), 0)::bigint as other
    from counted
)
select counted.site, counted.value, counted.pageviews, whole.found, whole.total, whole.other
from counted
cross join whole
order by counted.pageviews desc, counted.value, counted.site
limit $limit
