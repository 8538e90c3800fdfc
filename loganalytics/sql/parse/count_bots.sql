-- Counts the hits of bots. Reads: hits, buckets. Writes: bot_hits. Personal: the keys, memory only.
insert into bot_hits
select day, site_id, bot, bot_kind, key, count(*), sum(bytes_sent)
from hits join buckets using (bucket)
where outcome = 'bot' group by all
