-- Forgets by what looked-up agents and targets are known again, not what they stand for.
-- Writes: agent_texts, targets. Personal: none left of them.
create or replace table agent_texts as from agent_texts limit 0;
create or replace table targets as from targets limit 0;
