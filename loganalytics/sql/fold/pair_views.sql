-- Pairs each page a visitor saw on a day with the value of $dimension the visitor is known for.
-- Row: a visitor, a day, a page and that value. Reads: page_visitors, people. Writes: pair_views.
-- Personal: keys.
create or replace temp table pair_views as
select place_id, page_id, key, pageviews,
    case $dimension when 'country' then country when 'device' then device else browser end as by_id
from page_visitors join people using (key)
