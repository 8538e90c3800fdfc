-- Says what goes from here on: all of some ingests, with the joins that go with them, and what lies in
-- a range. A null sets no bound. Row: none. Reads: going. Writes: the variable erasure. Personal: no, but what the user wants to have forgotten.
set variable erasure = (
    select {
        'ingest_ids': $ingest_ids::integer[] || coalesce((select list(join_id) from going), []),
        'ranged': $ranged::boolean,
        'since': $since::timestamp,  -- the first bucket that goes, UTC
        'until': $until::timestamp,  -- the first that stays after it
        'first_day': $first_day::date,  -- the same for what is kept by day
        'after_day': $after_day::date,
        'site': $site::varchar,
        'pattern': $pattern::varchar,  -- of paths, for `like`
        'written': $written::varchar  -- the same as it was written
    }
)
