-- Adds up what chunks counted apart. Row: as in parse/counts. Reads: requests. Writes: requests.
-- Personal: paths and Referer headers as logged, keys; memory only.
create or replace table requests as
select day, site_id, path_id, asked, header_id, came, bot, status,
    few_of(flatten(list(followers)), $k) as followers, sum(hits)::bigint as hits,
    sum(bytes_sent)::bigint as bytes_sent
from requests group by all
