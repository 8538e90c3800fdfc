-- Puts the numbers of looked-up paths and headers in the place of texts. $day: of days before, null: of
-- all. Row: as in parse/counts. Reads: requests, targets, header_texts. Writes: requests.
-- Personal: by number; memory only.
create or replace table requests as
with due as (select *, $day is null or day < $day::date as due from requests)
select r.* exclude (due) replace (
    coalesce(r.path_id, t.path_id) as path_id, coalesce(r.header_id, h.header_id) as header_id,
    case when due then '' else asked end as asked, case when due then '' else came end as came)
from due as r
left join targets as t on due and r.path_id is null and t.target = r.asked
left join header_texts as h on due and r.header_id is null and h.header = r.came
