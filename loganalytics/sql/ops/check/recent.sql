-- Row: how many single pageviews are kept, and how many are too many. Reads: old.recent.
-- Personal: no.
select count(*), greatest(count(*) - $most, 0) from old.recent
