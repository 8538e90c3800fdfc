-- Lets agents be looked up as they are. $doubtful: forms that do not decide what an agent is.
-- Row: such an agent. Reads: forms. Writes: forms. Personal: yes, memory only.
update forms set form = agent where form in (select unnest($doubtful)) returning form
