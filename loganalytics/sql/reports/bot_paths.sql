-- A row is a bot and how many paths are known that it fetched. Reads: bot_page_sums.
-- Yields: bot, paths and the path with the most hits (null: none known), and whether there were more
--     paths than are known.
-- Personal: no.
select bot, nullif(count(*) filter (path <> '(other)'), 0) as paths,
    arg_min(path, (-hits, path, site)) filter (path <> '(other)') as top_path,
    bool_or(path = '(other)') as more
from bot_page_sums
group by bot
