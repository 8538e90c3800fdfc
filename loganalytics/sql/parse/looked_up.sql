-- Row: how many values are looked up; long ones count for several, see Lookups. A header is counted once,
-- whether it would be known again or not. And whether there are half as many headers again as distinct
-- ones, some percent more or less: they were met again after they had been forgotten.
-- Reads: agent_texts, hosts, targets, headers, parameters, paths. Personal: no.
with texts as (
    select strlen(agent) as length from agent_texts
    union all select strlen(host) from hosts
    union all select strlen(target) from targets
    union all select 2 * strlen(text) from headers
    union all select 2 * strlen(parameter) from parameters
    union all select 2 * strlen(path) from paths
)
select (count(*) + coalesce(sum(length), 0) // 600)::bigint,
    (select 2 * count(*) > 3 * approx_count_distinct(hashed) from headers)
from texts
