-- Keeps looked-up Referer headers. Reads: plain, paths. Writes: headers. Personal: yes, memory only.
insert into headers
select $first + row_number() over () - 1, value, value, host || behind,
    host, domain, 'referral', path_id, ''
from paths join plain using (path)
