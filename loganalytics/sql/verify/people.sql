-- Tables of what is looked for: texts that are hashed alone, and with which agent an address came.
-- Personal: memory only.
create table singles (no integer, text varchar);
create table pairs (no integer, address varchar, agent varchar);
create table sites (site varchar);
create table clear (no integer, w ubigint)
