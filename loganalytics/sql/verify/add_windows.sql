-- Row: eight bytes that follow each other in what is searched. Reads: its parameter, their
-- hexadecimal digits, one window a line. Writes: windows. Personal: memory only.
insert into windows
select distinct first_64_bits(digits)
from (select unnest(string_split($digits, e'\n')) as digits)
where length(digits) = 16
