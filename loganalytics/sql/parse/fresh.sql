-- Row: a value of the chunk that was not looked up yet. Reads: fresh. Personal: yes.
select value from fresh
