-- Keeps looked-up targets. Reads: plain, paths. Writes: targets. Personal: yes, memory only.
insert into targets
select value, plain.kind::outcome, path_id,
    ends_with(value, '.css') or ends_with(value, '.js') or ends_with(value, '.mjs')
from paths join plain using (path)
