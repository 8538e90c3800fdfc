-- Row: a bot on a day. Reads: bot_hits, sites. Writes: new_bots. Personal: no.
create or replace table new_bots as
select day, site, bot, kind, sum(hits)::bigint as hits, sum(bytes_sent)::bigint as bytes_sent,
    count(distinct key) as visitors
from bot_hits join sites using (site_id) group by all
