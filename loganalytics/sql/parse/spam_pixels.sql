-- Drops pixel hits whose referrer is spam, and not the site itself. Row: the hit in cut.
-- Reads: parameters, sites. Writes: pixels. Personal: no.
delete from pixels
where hit in (
    select v.hit
    from pixels as v
    join parameters as p on p.parameter = v.referrer
    join sites as s on s.site_id = site_of(v.site_id)
    where v.outcome = 'pixel' and p.channel = 'spam' and not contains(s.site, p.source))
returning hit
