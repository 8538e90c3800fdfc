-- Small functions of a run that leaves addresses out; the last in the place of the one in parse/macros.
-- Writes: macros in memory. Personal: no.

-- Groups of an IPv6 address with all their digits, without what stands between them; '' for none.
create or replace macro wide_groups(text) as case
    when text = '' then ''
    else array_to_string(
        list_transform(string_split(lower(text), ':'), lambda one: lpad(one, 4, '0')), '')
end;

-- An IPv6 address with all its 32 digits, so that texts are in the order of addresses.
create or replace macro wide(address) as
    rpad(wide_groups(split_part(address, '::', 1)),
        32 - strlen(wide_groups(split_part(address, '::', 2)))::integer, '0')
    || wide_groups(split_part(address, '::', 2));

-- Whether an address is one that IPv4 `pattern` matches, or lies in one of the IPv6 `ranges`.
create or replace macro left_out(address, pattern, ranges) as case
    when contains(address, ':') then
        len(list_filter(ranges, lambda each: wide(address) between each[1] and each[2])) > 0
    else regexp_matches(address, pattern)
end;
