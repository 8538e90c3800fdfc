-- Small functions of the fold statements. Writes: macros in memory. Personal: no.

-- One number for where a view came from: the pixel's referrer before the request's Referer header.
create or replace macro came_from(header_id, referrer_id) as
    case when referrer_id <> 0 then referrer_id else -header_id end;

-- One number for four places in an order: sorting by one is faster than by four. Past some million
-- distinct texts it stays the same for the same log, but no longer is in their order.
create or replace macro tie_break(referrer, title, screen, campaign) as
    (referrer % 4194304) * 1099511627776 + (title % 1048576) * 1048576
    + (screen % 1024) * 1024 + campaign % 1024;

-- Numbers that stand for no log, but for what visitors of several of them have there: `minus` for what
-- they have in a log alone, where the known lines count as a log, too, and `plus` for all together.
create or replace macro minus(log) as log + known_lines();
create or replace macro plus() as minus(known_lines()) + 1;

-- Whether two neighbours among a visitor's hits on a path may be one view: a request followed by
-- a pixel within 60 s, or a pixel by a request within 5 s.
create or replace macro may_join(kind, time, next_kind, next_time) as coalesce(
    (kind = 0 and next_kind = 1 and next_time - time between 0 and 60)
    or (kind = 1 and next_kind = 0 and next_time - time between 0 and 5),
    false);

-- The dimensions of pairs, the first of two before the second: pages, then values by their place in
-- the lists of common_values.
create or replace macro dimension_of(nth) as ([
    'path', 'source', 'channel', 'utm_campaign', 'country', 'browser', 'os', 'device', 'screen'
])[nth + 1];
