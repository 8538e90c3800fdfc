-- Counts how long what was asked for took. Row: hits on a path that took about as long. Reads: cut,
-- days. Writes: response_times. Personal: paths as logged; memory only.
insert into response_times
with timed as (
    select *, duration_bucket_of(took, $unit) as duration_bucket from cut where outcome is not null
)
select day, site_id, case when too_long(asked) then 0 else path_id end as path_id,
    case when too_long(asked) then '' else asked end as asked, duration_bucket, count(*)
from timed
join days on days.bucket = bucket_of(time, $bucket_seconds)
where duration_bucket is not null
group by all
