-- Row: the title most views gave a page on a day. Reads: viewed, parameters, path_order, buckets,
-- sites. Writes: new_titles. Personal: no: cleaned texts.
create or replace table new_titles as
with counted as (
    select b.day, s.site, p.page as path, t.value as title, count(*) as views
    from viewed as v
    join parameters as t on t.parameter_id = v.title_id
    join path_order as p on p.path_id = v.path_id
    join sites as s using (site_id)
    join buckets as b on b.bucket
        = v.time - ((v.time % $bucket_seconds) + $bucket_seconds) % $bucket_seconds
    group by all
)
select day, site, path, title from counted
qualify row_number() over (partition by day, site, path order by views desc, title) = 1
