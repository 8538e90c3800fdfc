-- Keeps looked-up addresses. Writes: addresses. Personal: yes, memory only.
insert into addresses select unnest($address), unnest($country)
