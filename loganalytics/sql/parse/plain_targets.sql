-- Tells of targets, query cut, which are so plain that no other rule is for them than that of kinds.
-- Row: one of fresh, its kind and path if it is; else null.
-- Reads: fresh. Writes: plain. Personal: yes, memory only.
create or replace temp table plain as
with given as (select value as target from fresh),
known as (
    select target, case when is_plain_path(target, $odd) then kind_of(
        target, $pixel_path, $excluded, $asset_paths, $downloads, $assets) end as kind
    from given
)
select target as value, kind,
    case when kind = 'excluded' then regexp_extract(target, $excluded) || '*'
        when kind = 'pageview' then nullif(page_path(target), $pixel_path)
        when kind is not null then target end as path
from known
