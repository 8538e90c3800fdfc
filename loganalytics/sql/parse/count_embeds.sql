-- Counts which pages load the pixel, the styles and the scripts of a site: they are its own.
-- Reads: cut, headers. Writes: embeds. Personal: headers by number; memory only.
insert into embeds
select site_id, header_id, count(*)
from cut join headers using (header_id)
where outcome in ('pixel', 'asset') and headers.host <> ''
group by all
