-- Copies $table into the Parquet file $file, every value as it is stored. Row: of that table.
-- Reads: $table of the open database. Writes: $file. Personal: no.
copy (select * from query_table($table)) to $file (format parquet, compression zstd)
