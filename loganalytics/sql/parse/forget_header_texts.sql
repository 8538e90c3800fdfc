-- Forgets by what Referer headers are known again, not what they stand for: met again, each is one
-- more of headers. Reads: header_texts. Writes: header_texts. Personal: none left of them.
create or replace table header_texts as from header_texts limit 0;
