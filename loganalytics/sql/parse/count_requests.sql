-- Counts what was asked for and what it took. Reads: cut, days, agents. Writes: requests.
-- Personal: paths and Referer headers as logged, keys; memory only.
-- The first half is that of most hits, which needs no texts to be told apart.
insert into requests
select day, site_id, path_id, '' as asked, 0 as header_id, '' as came, '' as bot,
    case when status >= 400 then status else 0 end as failure, []::ubigint[] as followers, count(*),
    sum(bytes_sent)
from cut
join days on days.bucket = bucket_of(time, $bucket_seconds)
where outcome <> 'bot' and asked = '' and came = ''
group by all
union all
select day, site_id, case when too_long(asked) then 0 else path_id end as path_id,
    case when too_long(asked) then '' else asked end as asked,
    case when came = '' then 0 end as header_id, came,
    case when outcome = 'bot' then bot else '' end as bot,
    case when status >= 400 then status else 0 end as failure,
    few_of(coalesce(list(key) filter (outcome <> 'bot' and came <> ''), []), $k) as followers,
    count(*), sum(bytes_sent)
from cut
join days on days.bucket = bucket_of(time, $bucket_seconds)
join agents using (agent_id)
where outcome = 'bot' or asked <> '' or came <> ''
group by all
