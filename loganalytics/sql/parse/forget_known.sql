-- Forgets lines of a chunk that prove to be known. Row: a line. Reads: cut. Writes: cut.
-- Personal: what it drops. `known`: how many lines from its first one on, of each such log.
delete from cut using (
    select log, min(nr) + any_value(known) as until
    from cut join (select unnest($log) as log, unnest($known) as known) using (log)
    group by log
) as begun
where cut.log = begun.log and coalesce(nr, cut_from) < until
