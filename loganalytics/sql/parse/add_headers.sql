-- Keeps looked-up Referer headers, but for how they are known again. Writes: headers.
-- Personal: yes, memory only.
insert into headers
select unnest($header_id), unnest($text), unnest($referrer), unnest($host), unnest($source),
    unnest($channel), unnest($path_id::integer[]), unnest($language),
    hash(unnest($header))
