-- Adds a row to the ledger. Writes: db.ingests. Personal: no.
insert into db.ingests by name
select $ingest_id as ingest_id, $ingested as ingested, $source as source,
    $format as format,
    make_timestamp(($first::bigint - $first % 60) * 1000000) as first,
    make_timestamp(($last::bigint - $last % 60) * 1000000) as last,
    $seconds as seconds, $lines as lines, $already_ingested as already_ingested,
    $incomplete as incomplete, $malformed as malformed, $bot as bot, $method as method,
    $event as event, $merged as merged, $pixel as pixel, $status as status,
    $excluded as excluded, $download as download, $asset as asset, $pageview as pageview,
    $hits as hits, $pageviews as pageviews, $visits as visits, $bytes_sent as bytes_sent,
    $cut_edges as cut_edges, $late as late, $placeholders as placeholders, $geo as geo,
    $lists as lists
