-- Row: a document or archive on a day. Reads: downloaders, paths, sites. Writes: new_downloads.
-- Personal: no.
create or replace table new_downloads as
select day, site, page as path, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
    count(distinct key) as visitors
from downloaders join paths using (path_id) join sites using (site_id) group by all
