-- Keeps the values of looked-up campaigns, a row each. Writes: campaigns. Personal: no: cleaned texts.
insert into campaigns select unnest($parameter_id), unnest($dimension), unnest($value)
