-- Lets all days be kept. Row: a setting. Writes: db.meta. Personal: no.
delete from db.meta where key = 'keep'
