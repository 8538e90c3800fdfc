-- Row: a day of which something is kept, ascending. Reads: days, old.titles, old.daily, old.downloads,
-- old.bots, old.pairs, old_errors, old_bot_pages, old_bandwidth, old_response_times, old_events.
-- Personal: no.
select day from days
union select day from old.titles
union select day from old.daily
union select day from old.downloads
union select day from old.bots
union select day from old.pairs
union select day from old_errors
union select day from old_bot_pages
union select day from old_bandwidth
union select day from old_response_times
union select day from old_events
order by day
