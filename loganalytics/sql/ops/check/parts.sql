-- Row: how many downloads, paths of bots and paths of errors there are by ingest and day, and how many
-- have more hits or bytes than all that was asked for by this path. Only days are looked at of which
-- no path was folded: another one may have been counted in part. Reads: old.downloads, old_bot_pages,
-- old_errors, old_bandwidth. Personal: no.
with part as (
    select ingest_id, day, site, path, 'download' as kind, sum(hits) as hits,
        sum(bytes_sent) as bytes_sent
    from old.downloads group by all
    union all
    select ingest_id, day, site, path, 'bot', sum(hits), sum(bytes_sent)
    from old_bot_pages group by all
    union all
    select ingest_id, day, site, path, 'error', sum(hits), 0 from old_errors group by all
),
folded as (select distinct ingest_id, day, site from old_bandwidth where path = '(other)'),
compared as (
    select p.hits > b.hits or p.bytes_sent > b.bytes_sent as more
    from part as p
    join old_bandwidth as b using (ingest_id, day, site, path)
    anti join folded using (ingest_id, day, site)
    where path <> '(other)'
)
select count(*), count(*) filter (more) from compared
