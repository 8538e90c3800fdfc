-- Row: the hashes of a text: 64 bits of each, 32 of one. form: what the text is made of.
-- Reads: singles, pairs, sites. Writes: hashed. Personal: memory only.
create or replace table hashed as
with separators as (
    select unnest(['', ' ', '|', '-', ':', ',']) as s
),
texts as (
    select no, '' as form, text from singles
    union all
    select no, 'with agent', unnest([address || s || agent, agent || s || address])
    from pairs, separators
    union all
    select no, 'with agent and site',
        unnest([address || s || agent || s || site, site || s || address || s || agent])
    from pairs, separators, sites
)
select no, form, first_64_bits(md5(text)) as md5, first_64_bits(sha1(text)) as sha1,
    first_64_bits(sha256(text)) as sha256, fnv_64(text) as fnv, fnv_32(text) as fnv32,
    hash(text) as duckdb
from texts
