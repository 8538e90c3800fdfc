-- Copies $table into the CSV file $file, with a heading line. Row: of that table. What a spreadsheet
-- would run as a formula gets an apostrophe before it, behind a semicolon, too: where that stands
-- between the numbers of a list, spreadsheets cut at it.
-- Reads: $table of the open database. Writes: $file. Personal: no.
copy (
    select case
        when typeof(columns(*)) = 'VARCHAR' then
            case when regexp_matches(columns(*)::varchar, '^[\s\p{Z}\p{C}]*[=+@＝＋－＠-].') then ''''
                else '' end
            || regexp_replace(columns(*)::varchar, ';([\s\p{Z}\p{C}]*[=+@＝＋－＠-])', ';''\1', 'g')
        else columns(*)::varchar
    end as "\0"
    from query_table($table)
) to $file (format csv, header)
