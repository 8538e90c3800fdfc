-- Row: what DuckDB's hash makes of an address and an agent as several arguments.
-- Reads: pairs, sites. Writes: mixed. Personal: memory only.
create or replace table mixed as
with hashes as (
    select no, 'with agent' as form, unnest([
        hash(address, agent), hash(agent, address), hash(hash(address), hash(agent)),
        hash(address, hash(agent))
    ]) as duckdb
    from pairs
    union all
    select no, 'with agent and site', unnest([
        hash(address, agent, site), hash(site, address, agent),
        hash(address, hash(agent), hash(site))
    ])
    from pairs, (select site from sites union select '')
)
select no, form, duckdb from hashes
