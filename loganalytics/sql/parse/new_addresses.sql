-- Row: an address of a view that was not looked up yet. Reads: seen, addresses. Personal: yes.
select distinct address from seen
where address is not null
    and not exists (from addresses where addresses.address = seen.address)
