-- Adds the views of the visitors of several logs, for each log and for all. Row: a hit that may be a
-- view. Reads: shared_views. Writes: views. Personal: keys; memory only.
insert into views by name
select * exclude (base, log) replace (key_in(minus(log), base) as key) from shared_views
union all by name
select * exclude (base, log) replace (key_in(plus(), base) as key) from shared_views
