-- Row: the title most views gave a page on a day. Reads: viewed, parameters, path_order, pages,
-- buckets, sites. Writes: new_titles. Personal: no: cleaned texts.
create or replace table new_titles as
with counted as (
    select b.day, v.site_id, p.page_id, v.title_id, count(*) as views
    from viewed as v
    join path_order as p using (path_id)
    join buckets as b on b.bucket = bucket_of(v.time, $bucket_seconds)
    where v.title_id <> 0
    group by all
),
named as (
    select c.day, s.site, p.page as path, t.value as title, sum(c.views) as views
    from counted as c
    join sites as s using (site_id)
    join pages as p using (page_id)
    join parameters as t on t.parameter_id = c.title_id
    group by all
)
select day, site, path, title from named
qualify row_number() over (partition by day, site, path order by views desc, title) = 1
