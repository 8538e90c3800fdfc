-- Counts downloads. Reads: cut. Writes: downloaders. Personal: the keys, memory only.
insert into downloaders
select bucket_of(time, $bucket_seconds) as bucket, site_id, path_id, key, count(*), sum(bytes_sent)
from cut where outcome = 'download' group by all
