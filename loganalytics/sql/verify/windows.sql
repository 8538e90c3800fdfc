-- Row: eight bytes that follow each other in what is searched; none yet. Writes: windows.
-- Personal: memory only.
create or replace table windows (w ubigint)
