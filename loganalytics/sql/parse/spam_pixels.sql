-- Takes pixel hits whose referrer is spam, and not the site itself, for those of a bot.
-- Reads: parameters, sites. Writes: cut. Personal: memory only.
update cut set outcome = 'bot', agent_id = 0, address = null, query = ''
from parameters as p
where outcome = 'pixel' and p.channel = 'spam' and p.parameter = parameter_of(query, 'referrer')
    and not exists (
        from sites where sites.site_id = site_of(cut.site_id) and contains(site, p.source))
