-- Row: a bucket that holds something. Reads: old.*. Personal: no.
select bucket from old.traffic union select bucket from old.activity union select bucket from old.pages
