-- Row: a hash that stands in what is searched. Reads: hashed, mixed, windows.
-- Personal: yes: it tells whose. w: the eight bytes that were found, big end first.
with numbers as (
    select no, form, 'FNV-1a' as hash, fnv as w from hashed
    union all select no, form, 'DuckDB''s', duckdb from hashed
    union all select no, form, 'DuckDB''s', duckdb from mixed
),
everything as (
    select no, form, 'MD5' as hash, md5 as w from hashed
    union all select no, form, 'SHA-1', sha1 from hashed
    union all select no, form, 'SHA-256', sha256 from hashed
    union all select no, form, hash, w from numbers
    union all select no, form, hash, swapped(w) from numbers
)
select distinct no, form, hash, w from everything where w in (select w from windows)
