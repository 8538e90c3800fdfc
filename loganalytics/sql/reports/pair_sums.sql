-- Sums the pairs of a report by the dimension $by once, for all sections that show them, over the days
-- [first, after). Row of pair_sums: a value of one of the dimensions $of, or the family of
-- a browser, and the pageviews of its pairs;
-- `matching`: whether those whose value of $by is like $pattern ($exactly: in just these letters) or one
-- of $others ($but: neither); `lost`: whether those whose value of $by is '(other)', which match only if
-- $pattern is all values. Site is '' but for pages. $site null: all sites.
-- Reads: pairs. Writes: pair_sums. Personal: no.
create or replace temp table pair_sums as
with paired as (
    select dimension as of_dimension, day, site, value, by_value, pageviews from pairs
    where by_dimension = $by and list_contains($of::varchar[], dimension)
    union all
    select by_dimension, day, site, by_value, value, pageviews from pairs
    where dimension = $by and list_contains($of::varchar[], by_dimension)
),
with_families as (
    from paired
    union all
    select 'browser_family', day, site, regexp_replace(value, ' \d+$', ''), by_value, pageviews
    from paired where of_dimension = 'browser'
)
select of_dimension, case when of_dimension = 'path' then site else '' end as site, value,
    (case when $exactly then by_value like $pattern escape '\'
        else by_value ilike $pattern escape '\' or list_contains($others::varchar[], by_value)
        end) <> $but
    and (by_value <> '(other)' or (not $but and trim($pattern, '%') = '')) as matching,
    by_value = '(other)' as lost, sum(pageviews)::bigint as pageviews
from with_families
where day >= $first and day < $after
    and ($site::varchar is null or site = $site)
group by all
