-- Row: a form of agents. Reads: forms. Personal: yes.
select distinct form from forms
