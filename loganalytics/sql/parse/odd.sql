-- Row: a value that takes more than SQL to be looked up. Reads: plain. Personal: yes.
select value from plain where path is null
