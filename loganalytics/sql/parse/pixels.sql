-- Takes the parameters of pixel hits, and the campaigns of pages, apart.
-- Row: a pixel hit or a request with a campaign; parameters as logged, 'title=About+us', '' for
-- none; a campaign is all of its parameters; `hit`: its row of cut. Reads: cut. Writes: pixels.
-- Personal: memory only.
-- Most pixel hits have the four parameters that the snippet sends, in its order.
create or replace temp table pixels as
with split as (
    select rowid as hit, key, time, outcome, site_id, path_id, header_id, query,
        string_split(query, '&') as sent
    from cut where query <> ''
),
judged as (
    select *, outcome = 'pixel' and len(sent) = 5
        and starts_with(sent[2], 'path=') and starts_with(sent[3], 'title=')
        and starts_with(sent[4], 'referrer=') and starts_with(sent[5], 'resolution=') as usual
    from split
)
select hit, key, time, outcome, site_id, path_id, header_id,
    case when usual then sent[2] when outcome = 'pixel' then parameter_of(query, 'path')
        else '' end as path,
    case when usual then sent[3] when outcome = 'pixel' then parameter_of(query, 'title')
        else '' end as title,
    case when usual then sent[4] when outcome = 'pixel' then parameter_of(query, 'referrer')
        else '' end as referrer,
    case when usual then sent[5] when outcome = 'pixel' then parameter_of(query, 'resolution')
        else '' end as resolution,
    case when usual then '' when outcome = 'pixel' then parameter_of(query, 'event')
        else '' end as event,
    case when usual or not contains(query, '&utm_') then ''
        else array_to_string(
            list_filter(
                [parameter_of(query, 'utm_source'), parameter_of(query, 'utm_medium'),
                    parameter_of(query, 'utm_campaign'), parameter_of(query, 'utm_term'),
                    parameter_of(query, 'utm_content')],
                lambda tag: tag <> ''),
            '&') end as campaign
from judged
