-- A row is a bot and how many paths are known that it fetched. Reads: bot_page_sums.
-- Yields: bot, paths, the path with the most hits (null: none known).
-- Personal: no.
select bot, count(*) as paths, arg_min(path, (-hits, path, site)) as top_path
from bot_page_sums
where path <> '(other)'
group by bot
