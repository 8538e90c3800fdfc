-- Takes the hits $hits of cut for those of a bot: of referrer spam. Writes: cut. Personal: memory only.
update cut set outcome = 'bot', agent_id = 0, address = null, query = ''
where list_contains($hits::bigint[], rowid)
