-- Sets aside what is not to be folded yet: the hits from the border on, and all of the visitors whose
-- visit goes on across it. Row: a hit, or hits. Reads: border, held. Writes: later_views,
-- later_traffic, later_bot_hits, later_downloaders, later_requests, later_response_times, views,
-- traffic, bot_hits, downloaders, requests, response_times, and those of earlier. Personal: keys; memory only.
create or replace table later_views as
select views.* from views, border where time >= before or key in (select key from held);
create or replace table views as
select views.* from views, border where time < before and key not in (select key from held);
create or replace table later_traffic as
select traffic.* from traffic, border where bucket >= before;
create or replace table traffic as
select traffic.* from traffic, border where bucket < before;
create or replace table later_bot_hits as
select bot_hits.* from bot_hits, border where bucket >= before;
create or replace table bot_hits as
select bot_hits.* from bot_hits, border where bucket < before;
create or replace table later_downloaders as
select downloaders.* from downloaders, border where bucket >= before;
create or replace table downloaders as
select downloaders.* from downloaders, border where bucket < before;
create or replace table later_requests as
select requests.* from requests, border where requests.day >= border.day;
create or replace table requests as
select requests.* from requests, border where requests.day < border.day;
create or replace table later_response_times as
select t.* from response_times as t, border where t.day >= border.day;
create or replace table response_times as
select t.* from response_times as t, border where t.day < border.day;
create or replace table earlier.later_views as
select v.* from earlier.views as v, border where time >= before or key in (select key from held);
create or replace table earlier.views as
select v.* from earlier.views as v, border where time < before and key not in (select key from held);
create or replace table earlier.later_bot_hits as
select b.* from earlier.bot_hits as b, border where bucket >= before;
create or replace table earlier.bot_hits as
select b.* from earlier.bot_hits as b, border where bucket < before;
create or replace table earlier.later_downloaders as
select d.* from earlier.downloaders as d, border where bucket >= before;
create or replace table earlier.downloaders as
select d.* from earlier.downloaders as d, border where bucket < before;
