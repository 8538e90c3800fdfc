-- Row: how many values are looked up, but for paths. Reads: agents, hosts, targets, headers,
-- parameters. Personal: no.
select (select count(*) from agents) + (select count(*) from hosts) + (select count(*) from targets)
    + (select count(*) from headers) + (select count(*) from parameters)
