-- Keeps by what looked-up Referer headers are known again. Writes: header_texts.
-- Personal: yes, memory only.
insert into header_texts select unnest($header), unnest($header_id), unnest($spam)
