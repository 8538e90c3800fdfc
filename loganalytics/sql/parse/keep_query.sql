-- Small functions of a run that keeps parameters of queries, in the place of those in parse/macros.
-- Writes: macros in memory. Personal: no.

-- What of a target is looked up: the path, and those parameters of the query that `kept` finds, as
-- they stand.
create or replace macro path_of(target, kept) as case
    when not contains(target, '?') then target
    else array_to_string(
        [split_part(target, '?', 1), nullif(substr(array_to_string(
            regexp_extract_all('&' || after_mark(split_part(target, '#', 1)), kept), ''), 2), '')],
        '?')
end;

-- A Referer header without fragment and query, but for what is kept of that; '' for none.
create or replace macro page_of(referer, kept) as
    case when referer = '-' then '' else path_of(split_part(referer, '#', 1), kept) end;
