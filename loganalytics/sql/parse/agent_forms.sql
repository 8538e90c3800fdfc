-- Tells the forms of agents.
-- Row: one of fresh and the form of it that is looked up. Reads: fresh. Writes: forms. Personal: yes, memory only.
--
-- The form has zeros for the digits of the third and fourth part of Chrome's version: they decide
-- nothing (tests/parse/test_forms.py shows that no list of agents reads them, but for televisions).
create or replace temp table forms as
with given as (select value as agent from fresh),
split as (
    select agent, split_part(agent, ' Chrome/', 1) as before, split_part(agent, ' Chrome/', 2) as rest
    from given
),
versions as (
    select *, split_part(rest, ' ', 1) as version,
        case when regexp_full_match(version, '\d+\.\d+\.\d+\.\d+')
            then strlen(regexp_extract(version, '^\d+\.\d+\.')) end as major
    from split
)
select agent,
    case when major is not null and strlen(before) + 8 + strlen(rest) = strlen(agent)
            and regexp_full_match(agent, '[ -\[\]-~]*') and not contains(agent, 'HbbTV/')
        then left(agent, strlen(before) + 8 + major)
            || translate(substr(version, major + 1), '123456789', '000000000')
            || substr(rest, strlen(version) + 1)
        else agent end as form
from versions
