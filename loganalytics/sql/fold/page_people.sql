-- Row: a page on a day and how many visitors saw it. Reads: page_visitors. Writes: page_people.
-- Personal: no.
create or replace table page_people as
select place_id, page_id, count(*) as visitors from page_visitors group by all
