-- Counts which pages load the pixel, the styles and the scripts of a site: they are its own.
-- Reads: seen, headers. Writes: embeds. Personal: headers by number; memory only.
insert into embeds
select site_id, header_id, count(*)
from seen join headers using (header)
where outcome <> 'pageview' and headers.host <> ''
group by all
