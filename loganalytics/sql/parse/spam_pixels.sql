-- Takes pixel hits whose referrer is spam for those of a bot. Reads: parameters. Writes: cut.
-- Personal: memory only.
update cut set outcome = 'bot', agent_id = 0, address = null, query = ''
where outcome = 'pixel'
    and parameter_of(query, 'referrer') in (select parameter from parameters where channel = 'spam')
