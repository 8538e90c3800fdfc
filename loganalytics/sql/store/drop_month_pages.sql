-- Drops the sums of the same months that were there before, numbered below $end. Row: how many.
-- Writes: db.month_pages. Personal: no.
delete from db.month_pages where list_contains($months::timestamp[], month) and rowid < $end
