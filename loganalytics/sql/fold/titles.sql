-- Row: the title most views gave a page on a day. Reads: facts, parameters, pages, places.
-- Writes: new_titles. Personal: no: cleaned texts.
insert into new_titles by name
with counted as (
    select place_id, page_id, title_id, count(*) as views
    from facts where title_id <> 0 group by all
),
named as (
    select c.place_id, c.page_id, t.value as title, sum(c.views) as views
    from counted as c join parameters as t on t.parameter_id = c.title_id
    group by all
),
chosen as (
    select place_id, page_id, title from named
    qualify row_number() over (partition by place_id, page_id order by views desc, title) = 1
)
select day, site_id, page as path, title
from chosen
join (select distinct place_id, day, site_id from places) using (place_id)
join pages using (page_id)
