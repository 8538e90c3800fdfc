-- The one row: the first and the last bucket with hits (UTC, null without), and how many contents
-- are known. Reads: traffic, contents. Personal: no.
select min(bucket) as first, max(bucket) as last, (select count(*) from contents) as contents
from traffic
