-- Cuts the lines of a chunk at their quotes.
-- Row: one line, in the order of the file. Reads: the chunk. Writes: cut. Personal: memory only.
--
-- A line that falls into the expected parts is done here; any other keeps its text in `line`, for
-- the pattern of the format (cut_by_pattern), and has no time. `mark` is what the ledger knows a
-- line by: its time, status and size, or its length where it has no such fields.
create or replace temp table cut as
with read as (
    select coalesce(line, '') as line  -- an empty line is read as null
    from read_csv($chunk, delim = e'\x01', quote = '', escape = '', header = false,
        auto_detect = false, strict_mode = false, ignore_errors = true,
        columns = {'line': 'VARCHAR'}, max_line_size = 4200000, buffer_size = 8400000)
),
lines as (select line, string_split(line, '"') as part from read),
parts as (
    select line, part, part[1] as head, part[3] as numbers,
        string_split(part[1], ' ') as word,
        string_split(part[2], ' ') as asked,
        substr(part[1], length(part[1]) - 27, 26) as clock,
        regexp_full_match(part[3], ' \d{3} (\d{1,12}|-) ?') as numbered
    from lines
),
timed as (
    select *, try_strptime(clock, '%d/%b/%Y:%H:%M:%S %z') as moment from parts
),
judged as (
    select *,
        coalesce($by_quotes and numbered and moment is not null
            and len(word) = $words + 3 and word[$words + 3] = ''
            and not contains(head, '  ')
            and starts_with(word[$words + 1], '[') and length(word[$words + 1]) = 21
            and length(word[$words + 2]) = 6 and ends_with(word[$words + 2], ']')
            and not contains(line, '\"')
            and case when $combined
                then len(part) >= 7 and part[5] = ' ' and ends_with(numbers, ' ')
                    and (part[7] = '' or starts_with(part[7], ' '))
                else len(part) = 3 and not ends_with(numbers, ' ')
            end, false) as fast
    from timed
)
select
    case when numbered and moment is not null then clock || numbers else '#' || strlen(line) end
        as mark,
    case when fast then plausible(epoch_us(moment) // 1000000) end as time,
    case when $has_forwarded then client(
            word[$words - 2], case when part[7] = ' ' then coalesce(part[8], '') else '' end)
        else word[$words - 2] end as address,
    case when $has_host then word[1] else '' end as host,
    asked[1] as method,
    case when len(asked) = 3 and asked[3] in ('HTTP/1.1', 'HTTP/2.0', 'HTTP/1.0', 'HTTP/3.0')
        then asked[2]
        else request_target(part[2]) end as target,
    try_cast(numbers[2:4] as smallint) as status,
    coalesce(try_cast(numbers[6:] as bigint), 0) as bytes_sent,
    case when $has_referer then part[4] else '' end as referer,
    case when $has_agent then part[6] else '(not logged)' end as agent,
    case when not fast then line end as line
from judged
