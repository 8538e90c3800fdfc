-- Row: how many ingests there are, and how many counted less than nothing; joins do.
-- Reads: old.*, old_errors, old_bot_pages, old_bandwidth, old_response_times, old_events, ledger.
-- Personal: no.
with lowest as (
    select ingest_id, least(
        already_ingested, incomplete, malformed, bot, method, event, merged, pixel, status,
        excluded, download, asset, pageview, visits, bytes_sent, cut_edges, late, placeholders
    ) as low
    from ledger
    union all
    select ingest_id, least(min(hits), min(bytes_sent)) from old.traffic group by all
    union all
    select ingest_id, least(
        min(pageviews), min(visits), min(visitors), min(returning_visits), min(bounces),
        min(seconds)
    )
    from old.activity group by all
    union all
    select ingest_id, least(
        min(pageviews), min(visits), min(entries), min(exits), min(bounces), min(visitors),
        min(seconds)
    )
    from old.pages group by all
    union all
    select ingest_id, least(min(pageviews), min(visits), min(visitors))
    from old.daily group by all
    union all
    select ingest_id, least(min(hits), min(bytes_sent), min(visitors))
    from old.downloads group by all
    union all
    select ingest_id, least(min(hits), min(bytes_sent), min(visitors)) from old.bots group by all
    union all
    select ingest_id, min(hits) from old_errors group by all
    union all
    select ingest_id, least(min(hits), min(bytes_sent)) from old_bot_pages group by all
    union all
    select ingest_id, least(min(hits), min(bytes_sent)) from old_bandwidth group by all
    union all
    select ingest_id, min(hits) from old_response_times group by all
    union all
    select ingest_id, least(min(hits), min(visitors), min(hits - visitors))
    from old_events group by all
    union all
    select ingest_id, min(pageviews) from old.pairs group by all
)
select count(distinct ingest_id), count(distinct ingest_id) filter (low < 0)
from lowest semi join ledger using (ingest_id)
