-- Row: a path of a request of a person that was not looked up yet. Reads: cut, agents, targets.
-- Personal: yes. A request that failed matters only where it may be the pixel's.
with asked as (
    select distinct split_part(target, '?', 1) as target
    from cut join agents using (agent)
    where time is not null and method = 'GET' and bot = ''
        and (status between 200 and 299 or status = 304
            or contains(target, $pixel) or contains(target, '%') or contains(target, '\'))
)
select target from asked where not exists (from targets where targets.target = asked.target)
