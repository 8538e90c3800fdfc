-- Row: a virtual host of the chunk that was not looked up yet. Reads: cut, hosts. Personal: yes.
select distinct host from cut
where host is not null and not exists (from hosts where hosts.host = cut.host)
