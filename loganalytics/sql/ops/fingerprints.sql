-- Row: a table, how many rows it has, and a sum over the hashes of them: equal where two databases
-- hold the same, in any order. Of the ledger only columns that every version has.
-- Reads: old.*, old_errors, old_bot_pages, old_bandwidth, old_response_times, old_events, old_joins.
-- Personal: no.
select 'meta' as name, count(*) as found, sum(hash(t)::uhugeint) as hashes from old.meta as t
union all
select 'ingests', count(*), sum(hash(ingest_id, source, first, last, lines, hits)::uhugeint)
from old.ingests
union all select 'joins', count(*), sum(hash(t)::uhugeint) from old_joins as t
union all select 'contents', count(*), sum(hash(t)::uhugeint) from old.contents as t
union all select 'traffic', count(*), sum(hash(t)::uhugeint) from old.traffic as t
union all select 'activity', count(*), sum(hash(t)::uhugeint) from old.activity as t
union all select 'pages', count(*), sum(hash(t)::uhugeint) from old.pages as t
union all select 'titles', count(*), sum(hash(t)::uhugeint) from old.titles as t
union all select 'daily', count(*), sum(hash(t)::uhugeint) from old.daily as t
union all select 'downloads', count(*), sum(hash(t)::uhugeint) from old.downloads as t
union all select 'bots', count(*), sum(hash(t)::uhugeint) from old.bots as t
union all select 'errors', count(*), sum(hash(t)::uhugeint) from old_errors as t
union all select 'bot_pages', count(*), sum(hash(t)::uhugeint) from old_bot_pages as t
union all select 'bandwidth', count(*), sum(hash(t)::uhugeint) from old_bandwidth as t
union all
select 'response_times', count(*), sum(hash(t)::uhugeint) from old_response_times as t
union all select 'events', count(*), sum(hash(t)::uhugeint) from old_events as t
union all select 'pairs', count(*), sum(hash(t)::uhugeint) from old.pairs as t
union all select 'recent', count(*), sum(hash(t)::uhugeint) from old.recent as t
order by all
