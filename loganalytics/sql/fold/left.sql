-- Row: how many hits that may be views are still to be folded. Reads: views. Personal: no.
select count(*) from views
