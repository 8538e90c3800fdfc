-- Row: how many texts were hashed, and how many hashes of 32 bits differ. Reads: hashed.
-- Personal: no.
select count(*) as texts, count(distinct fnv32) as numbers from hashed
