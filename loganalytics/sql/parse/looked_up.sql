-- Row: how many values are looked up, but for paths; long ones count for several, see Lookups.
-- Reads: agents, hosts, targets, headers, parameters. Personal: no.
with texts as (
    select strlen(agent) as length from agents
    union all select strlen(host) from hosts
    union all select strlen(target) from targets
    union all select 2 * strlen(header) from headers
    union all select 2 * strlen(parameter) from parameters
)
select (count(*) + coalesce(sum(length), 0) // 600)::bigint from texts
