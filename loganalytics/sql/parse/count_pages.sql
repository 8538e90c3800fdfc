-- Keeps the requests for pages of a chunk. Reads: cut. Writes: views. Personal: the keys; memory
-- only. Those with a campaign come with the pixel hits.
insert into views by name
select key, time, 0 as kind, path_id, header_id, 0 as referrer_id, 0 as campaign_id, 0 as title_id,
    0 as screen_id, 0 as event_id
from cut where outcome = 'pageview' and query = ''
