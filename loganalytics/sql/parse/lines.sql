-- The lines of a chunk, of one or several logs, cut at their quotes as far as tells their time, status
-- and size. Row: one line; `nr` numbers them from 1 on in the order of the text, `log` is the number of
-- the log.
-- Reads: the chunk. Writes: lines_of, a macro in memory. Personal: memory only.
--
-- `text` is a path. Logs are numbered from `first` on; `stops` says up to which line each goes, and is
-- empty where there is but one. (As a file each, small logs would come as many vectors of few lines,
-- which take as long as full ones.) Rows keep the order of the text: one thread reads them, and the
-- join, which no optimizer turns round, takes them as they come. The ledger rests on that.
--
-- `mark` is what the ledger knows a line by: its time, status and size, or its `length` in bytes where
-- it has no such fields. No line has more than `longest` bytes with its newline: DuckDB's reader of
-- lines holds several times as many.
create or replace macro lines_of(text, longest, first, stops) as table
with read as (
    select row_number() over () as nr, coalesce(line, '') as line  -- an empty line is read as null
    from read_csv(text, delim = e'\x01', quote = '', escape = '', header = false,
        auto_detect = false, strict_mode = false, ignore_errors = true,
        columns = {'line': 'VARCHAR'}, max_line_size = longest, buffer_size = 2 * longest)
),
numbered as (
    select first + place as log, unnest(range(begin, stop)) as nr
    from (
        select unnest(range(len(stops))) as place, unnest(stops::bigint[]) as stop,
            unnest(list_concat([1], stops::bigint[])[:len(stops)]) as begin
    )
),
lines as (
    select nr, coalesce(log, first)::integer as log, line, contains(line, '\"') as escaped,
        case when escaped
            then list_transform(string_split(hidden(line), '"'), lambda text: shown(text))
            else string_split(line, '"') end as part
    from read left join numbered using (nr)
),
parts as (
    select nr, log, line, escaped, part, strlen(line) as length,
        string_split(
            case when contains(part[1], ' - - [') then part[1]
                else regexp_replace(part[1], ' [^ ]+ [^ ]* \[', ' - - [') end,
            ' - - [') as head,
        regexp_extract(part[3], '^ (\d{3}) (\d{1,12}|-) ?$', ['status', 'bytes']) as number
    from lines
),
timed as (
    select *,
        case when strlen(head[2]) = 28
            then epoch_us(try_strptime(head[2], '%d/%b/%Y:%H:%M:%S %z] ')) // 1000000 end as moment,
        try_cast(number.status as smallint) as status
    from parts
)
select *,
    case when status is not null and moment is not null then head[2] || part[3]
        else '#' || length end as mark
from timed
