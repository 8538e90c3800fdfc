-- Keeps looked-up Referer headers, but for how they are known again. Reads: plain, paths.
-- Writes: headers. Personal: yes, memory only.
insert into headers
select $first + row_number() over () - 1, value, host || behind, host, domain, 'referral', path_id, '',
    hash(value)
from paths join plain using (path)
