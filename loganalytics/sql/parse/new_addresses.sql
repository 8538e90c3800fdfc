-- Row: an address of a newcomer. Reads: newcomers. Personal: yes.
select distinct address from newcomers
