-- Row: a hash of 32 bits that is among the numbers $number. Reads: hashed. Personal: yes.
select distinct no, form, fnv32 as number from hashed
where fnv32 in (select unnest($number::ubigint[]))
