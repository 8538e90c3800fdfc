-- Adds rows to the ledger. Writes: db.ingests. Personal: no.
insert into db.ingests by name
select unnest($ingest_id) as ingest_id, $ingested as ingested,
    make_timestamp((unnest($first::bigint[]) - unnest($first::bigint[]) % 60) * 1000000) as first,
    make_timestamp((unnest($last::bigint[]) - unnest($last::bigint[]) % 60) * 1000000) as last,
    unnest($source) as source, unnest($format) as format, unnest($seconds) as seconds,
    unnest($lines) as lines, unnest($already_ingested) as already_ingested,
    unnest($incomplete) as incomplete, unnest($malformed) as malformed, unnest($bot) as bot,
    unnest($method) as method, unnest($event) as event, unnest($merged) as merged,
    unnest($pixel) as pixel, unnest($status) as status, unnest($excluded) as excluded,
    unnest($download) as download, unnest($asset) as asset, unnest($pageview) as pageview,
    unnest($hits) as hits, unnest($pageviews) as pageviews, unnest($visits) as visits,
    unnest($bytes_sent) as bytes_sent, unnest($cut_edges) as cut_edges, unnest($late) as late,
    unnest($placeholders) as placeholders, unnest($geo) as geo, unnest($lists) as lists,
    unnest($options) as options
