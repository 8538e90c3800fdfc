-- Takes pixel hits whose referrer is spam, and not the site itself, for those of a bot, with what such a
-- row has in cut. Row: how many. Reads: pixels, parameters, sites. Writes: cut. Personal: memory only.
update cut set outcome = 'bot', agent_id = 0, address = null, query = ''
where rowid in (
    select v.hit
    from pixels as v
    join parameters as p on p.parameter = v.referrer
    join sites as s on s.site_id = site_of(v.site_id)
    where v.outcome = 'pixel' and p.channel = 'spam' and not contains(s.site, p.source))
