-- Copies $table into the CSV file $file, with a heading line. Row: of that table. A text that a
-- spreadsheet would run as a formula gets an apostrophe before it.
-- Reads: $table of the open database. Writes: $file. Personal: no.
copy (
    select case
        when typeof(columns(*)) = 'VARCHAR'
            and regexp_matches(columns(*)::varchar, '^[\s\p{Z}\p{C}]*[=+@-].')
            then '''' || columns(*)::varchar
        else columns(*)::varchar
    end as "\0"
    from query_table($table)
) to $file (format csv, header)
