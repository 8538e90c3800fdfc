-- Keeps by what plain Referer headers, numbered from $first on, are known again: their texts.
-- Reads: headers. Writes: header_texts. Personal: yes, memory only.
insert into header_texts
select text, header_id, '' from headers where header_id >= $first and header_id < $after
