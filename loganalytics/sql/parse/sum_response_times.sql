-- Adds up what chunks counted apart. Row: as in parse/counts. Reads: response_times. Writes:
-- response_times. Personal: paths as logged; memory only.
create or replace table response_times as
select day, site_id, path_id, asked, duration_bucket, sum(hits)::bigint as hits
from response_times group by all
