-- The one row is the pageviews of all pairs of the dimension $of and that of a filter. Reads: pair_sums.
-- Yields: pageviews, and those of them whose value of the filter's dimension is lost to '(other)'.
-- Personal: no.
select coalesce(sum(pageviews), 0)::bigint as pageviews,
    coalesce(sum(pageviews) filter (lost), 0)::bigint as lost
from pair_sums
where of_dimension = $of
