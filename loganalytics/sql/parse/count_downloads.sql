-- Counts downloads. Reads: hits, buckets. Writes: downloaders. Personal: the keys, memory only.
insert into downloaders
select day, site_id, path_id, key, count(*), sum(bytes_sent)
from hits join buckets using (bucket)
where outcome = 'download' group by all
