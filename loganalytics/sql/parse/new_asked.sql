-- Row: a path as logged that was not looked up yet. $day: of days before,
-- null: of all. Reads: requests, targets. Personal: yes.
select distinct asked from requests
where ($day is null or day < $day::date) and path_id is null
    and not exists (from targets where targets.target = requests.asked)
