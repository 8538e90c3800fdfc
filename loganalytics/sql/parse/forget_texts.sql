-- Forgets by what looked-up agents, targets and Referer headers are known again, not what they stand for: met again,
-- a header is one more of headers.
-- Writes: agent_texts, targets, header_texts. Personal: none left of them.
create or replace table agent_texts as from agent_texts limit 0;
create or replace table targets as from targets limit 0;
create or replace table header_texts as from header_texts limit 0;
