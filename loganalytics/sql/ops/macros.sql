-- Whether a row goes, by what the variable erasure says. What names no path has a page of null: a
-- pattern of paths does not reach it. Personal: no.
create or replace temp macro at_site(place) as
    coalesce(place = getvariable('erasure').site, getvariable('erasure').site is null);

create or replace temp macro in_days(date) as
    coalesce(date >= getvariable('erasure').first_day, true)
    and coalesce(date < getvariable('erasure').after_day, true);

create or replace temp macro is_meant(place, page) as
    getvariable('erasure').ranged
    and at_site(place)
    and coalesce(
        page like getvariable('erasure').pattern escape '\'
            or page like getvariable('erasure').written escape '\',
        getvariable('erasure').pattern is null
    );

create or replace temp macro goes_at(id, moment, place, page) as
    list_contains(getvariable('erasure').ingest_ids, id)
    or (
        is_meant(place, page)
        and coalesce(moment >= getvariable('erasure').since, true)
        and coalesce(moment < getvariable('erasure').until, true)
    );

create or replace temp macro goes_on(id, date, place, page) as
    list_contains(getvariable('erasure').ingest_ids, id)
    or (
        is_meant(place, page)
        and in_days(date)
    );

-- Whether a row that takes visitors of several pages back, for a join, goes with one of these pages.
create or replace temp macro goes_with(id, date, place) as
    getvariable('erasure').pattern is not null
    and id in (select join_id from old_joins)
    and at_site(place)
    and in_days(date);

-- The page of a pair, null of a pair of other values.
create or replace temp macro page_of(dimension, value) as
    case when dimension = 'path' then value end;
