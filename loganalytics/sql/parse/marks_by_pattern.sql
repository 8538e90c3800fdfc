-- The same as marks, of a format of which a pattern cuts every line: what it found of a line is what
-- the ledger knows it by. Row: as in marks. Reads: cut. Personal: no: times, statuses, sizes and lengths.
with lines as (select nr, log, mark from cut where nr is not null),
found as (
    select cut_from, time || ' ' || coalesce(status, 0) || ' ' || coalesce(bytes_sent, 0) as mark
    from cut where nr is null
)
select log, string_agg(
    case when starts_with(lines.mark, '#') then coalesce(found.mark, lines.mark) else lines.mark end,
    chr(10)) || chr(10)
from lines left join found on found.cut_from = lines.nr
group by log, nr // 4096 order by log, nr // 4096
