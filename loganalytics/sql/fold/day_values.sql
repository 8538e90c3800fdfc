-- Adds up what each value came to, of all shares of the visitors.
-- Row: a value on a day of a site. Reads: value_counts. Writes: day_values. Personal: no.
create or replace temp table day_values as
select place_id, name_id, sum(pageviews)::bigint as pageviews, sum(visits)::bigint as visits,
    sum(visitors)::bigint as visitors
from value_counts group by all
