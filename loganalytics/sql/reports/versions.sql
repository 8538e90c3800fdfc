-- A row is a browser with its version whose family, the name without it, is like $pattern. In no order.
-- Reads: daily. Yields: browser. Personal: no.
select distinct value as browser from daily
where dimension = 'browser' and regexp_replace(value, ' \d+$', '') ilike $pattern escape '\'
