-- Row: how many hits that may be views, events included. Reads: views. Personal: no.
select count(*) from views
