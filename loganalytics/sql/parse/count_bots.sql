-- Counts the hits of bots. Reads: cut. Writes: bot_hits. Personal: the keys, memory only.
insert into bot_hits
select bucket_of(time, $bucket_seconds) as bucket, site_id, agent_id, key, count(*), sum(bytes_sent)
from cut where outcome = 'bot' group by all
