-- Row: a value of which eight bytes stand in what is searched. Reads: clear, windows.
-- Personal: yes: it tells whose.
select distinct no from clear where w in (select w from windows)
