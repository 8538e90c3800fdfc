-- Tells of Referer headers, query cut, which are plain URLs of sites that no list has a rule for.
-- Row: one of fresh; its host, domain, what stands behind the host, path and the kind of that if
-- it is; else null.
-- Reads: fresh, listed_ends. Writes: plain. Personal: yes, memory only.
create or replace temp table plain as
with given as (select value as header from fresh),
named as (
    select header, is_plain_url(header, $odd) as readable, split_part(header, '/', 3) as authority,
        substr(header, strpos(header, '://') + 3 + length(authority)) as rest,
        case when rest in ('', '/') then '' else rest end as behind, '/' || substr(rest, 2) as path,
        case when starts_with(authority, 'www.') then substr(authority, 5) else authority end as host,
        string_split(host, '.') as labels, labels[-2] as name, labels[-1] as top,
        name || '.' || top as domain
    from given
),
judged as (
    select header, host, domain, behind, path,
        readable and len(labels) > 1 and not has_odd_slashes(path)
            and (len(labels) = 2 or labels[1] not in ('mail', 'webmail'))
            and not exists (from listed_ends where listed = domain)
            and not exists (from listed_ends where listed = name || '.{}')
            and not exists (from listed_ends where listed = '{}.' || top) as plain
    from named
),
kinds as (
    select *, case when plain then kind_of(
        path, $pixel_path, $excluded, $asset_paths, $downloads, $assets) end as kind
    from judged
)
select header as value, host, domain, behind, kind,
    case when kind = 'pageview' then nullif(page_path(path), $pixel_path)
        when plain then path end as path
from kinds
