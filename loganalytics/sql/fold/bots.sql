-- Row: a bot on a day. Reads: bot_hits, buckets, agents. Writes: new_bots. Personal: no.
insert into new_bots by name
with met as (
    select day, site_id, bot, kind, key, sum(hits) as hits, sum(bytes_sent) as bytes_sent
    from bot_hits
    join buckets using (bucket) join agents using (agent_id)
    group by all
)
select day, site_id, bot, kind, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
    count(*) as visitors
from met group by all
