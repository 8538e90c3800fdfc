-- Cuts the lines of a chunk into fields.
-- Row: one line, in the order of the file. Reads: the chunk. Writes: cut. Personal: memory only.
--
-- A line that falls into the expected parts at its quotes is done at once; any other goes through
-- the pattern of the format, field by field; what fails both has no time. `mark` is what the ledger
-- knows a line by: its time, status and size, or its length where it has no such fields.
create or replace temp table cut as
with lines as (
    select line, string_split(line, '"') as part
    from read_csv($chunk, delim = e'\x01', quote = '', escape = '', header = false,
        auto_detect = false, strict_mode = false, ignore_errors = true,
        columns = {'line': 'VARCHAR'}, max_line_size = 8388608, buffer_size = 16777216)
),
parts as (
    select line, part, part[1] as head, part[3] as numbers,
        regexp_full_match(part[3], ' \d{3} (\d{1,15}|-) ?') as numbered,
        split_part(split_part(part[1], '[', 2), ']', 1) as clock
    from lines
),
judged as (
    select line, part, head, numbers, clock,
        numbered and length(clock) = 26 and clock[3] = '/' and clock[7] = '/' as marked,
        $by_quotes and marked and not contains(line, '\"')
            and ends_with(head, '] ') and length(head) = strpos(head, '[') + 28
            and split_part(head, ' ', $words) <> ''
            and not starts_with(split_part(head, ' ', $words), '[')
            and case when $combined
                then len(part) >= 7 and part[5] = ' ' and ends_with(numbers, ' ')
                    and (part[7] = '' or starts_with(part[7], ' '))
                else len(part) = 3 and not ends_with(numbers, ' ')
            end as fast
    from parts
),
checked as (
    -- `or` would look at both sides for every line
    select *, case when fast then true else regexp_matches(line, $whole) end as fits from judged
),
fields as (
    select
        case when marked then clock || numbers else '#' || strlen(line) end as mark,
        case when fast then log_time('clf', clock)
            when fits then log_time($clock, regexp_extract(line, $time, 1)) end as time,
        case when fast then split_part(head, ' ', $words - 2)
            else regexp_extract(line, $address, 1) end as address,
        case when not $has_forwarded then ''
            when fast then coalesce(part[8], '')
            else regexp_extract(line, $forwarded, 1) end as forwarded,
        case when not $has_host then ''
            when fast then split_part(head, ' ', 1)
            else regexp_extract(line, $host, 1) end as host,
        case when fast then part[2]
            when $has_request then regexp_extract(line, $request, 1)
            else regexp_extract(line, $method, 1) || ' ' || regexp_extract(line, $target, 1)
                || ltrim(regexp_extract(line, $query, 1), '-') end as request,
        case when fast then numbers[2:4]
            else regexp_extract(line, $status, 1) end as status,
        case when fast then numbers[6:]
            else regexp_extract(line, $bytes, 1) end as bytes_sent,
        case when not $has_referer then ''
            when fast then part[4]
            else regexp_extract(line, $referer, 1) end as referer,
        case when not $has_agent then '(not logged)'
            when fast then part[6]
            else regexp_extract(line, $agent, 1) end as agent
    from checked
)
select mark, time, client(address, forwarded) as address, host,
    split_part(request, ' ', 1) as method,
    request_target(request) as target,
    try_cast(status as smallint) as status,
    coalesce(try_cast(bytes_sent as bigint), 0) as bytes_sent,
    referer, agent
from fields
