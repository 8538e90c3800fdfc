-- Names screens by number. Row: a parameter that tells a screen, or 0, that none does.
-- Reads: parameters, names. Writes: screen_values. Personal: no.
create or replace table screen_values as
select p.parameter_id as screen_id, n.name_id as screen
from parameters as p
join names as n on n.dimension = 'screen'
    and n.name = case when p.parameter_id = 0 then '(unknown)' else p.value end
where p.parameter_id = 0 or (p.name = 'resolution' and p.value <> '')
