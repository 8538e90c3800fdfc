-- Row: hits on a path on a day that took about as long, of people and bots. Reads: response_times,
-- path_order, pages. Writes: new_response_times. Personal: no: cleaned texts. Of a day of a site the
-- paths with the most hits stay. A page_id of 0 is '(other)'.
insert into new_response_times by name
with met as (
    select day, site_id, coalesce(page_id, 0) as page_id, duration_bucket, sum(hits) as hits
    from response_times left join path_order using (path_id) group by all
),
placed as (
    select day, site_id, page_id,
        row_number() over (
            partition by day, site_id order by page_id = 0, sum(hits) desc, page_id) <= $most as stays
    from met group by day, site_id, page_id
),
kept as (
    select day, site_id, case when stays then page_id else 0 end as page_id, duration_bucket,
        sum(hits)::bigint as hits
    from met join placed using (day, site_id, page_id) group by all
)
select day, site_id, coalesce(page, '(other)') as path, duration_bucket, hits
from kept left join pages using (page_id)
