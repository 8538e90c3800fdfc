-- Row: a Referer header, without query, that was not looked up yet. $day: of days before,
-- null: of all. Reads: requests, header_texts.
-- Personal: yes.
select distinct came from requests
where ($day is null or day < $day::date) and header_id is null
    and not exists (from header_texts as h where h.header = requests.came)
