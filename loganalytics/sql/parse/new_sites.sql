-- Row: a virtual host of the chunk that was not looked up yet. Reads: cut, sites. Personal: yes.
select distinct host from cut
where host is not null and not exists (from sites where sites.host = cut.host)
