-- Puts the numbers of looked-up paths in the place of texts. $day: of days before, null: of all.
-- Row: as in parse/counts. Reads: response_times, targets. Writes: response_times.
-- Personal: by number; memory only.
create or replace table response_times as
with due as (select *, $day is null or day < $day::date as due from response_times)
select r.* exclude (due) replace (
    coalesce(r.path_id, t.path_id) as path_id, case when due then '' else asked end as asked)
from due as r
left join targets as t on due and r.path_id is null and t.target = r.asked
