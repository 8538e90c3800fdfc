-- Small functions of the parse statements. Writes: macros in memory. Personal: no.

-- Seconds east of UTC of '+0530', '+05:30' or 'Z'; null for what is no offset.
create or replace macro zone_seconds(zone) as case
    when zone = 'Z' then 0
    when regexp_full_match(zone, '[+-]\d\d:?\d\d') then
        (case when contains(zone, '-') then -1 else 1 end) * (
            cast(zone[2:3] as integer) * 3600 + cast(zone[-2:] as integer) * 60)
end;

-- Where several logs are counted together, a site of each is a site of its own: the number of the
-- log, from 0 on, and that of the site, 32 bits, in one. From the number on that known lines count as
-- they stand for no log: see fold/macros.
create or replace macro known_lines() as 1000;
create or replace macro site_in(log, site_id) as log::bigint * 4294967296 + site_id;
create or replace macro log_of(site_id) as site_id >> 32;
create or replace macro site_of(site_id) as site_id & 4294967295;
create or replace macro is_log(site_id) as log_of(site_id) < known_lines();

-- So is a visitor of each, whose key in one makes that in another. In log 0 it is as it was made.
create or replace macro key_in(log, key) as case when log = 0 then key else xor(key, hash(log::integer)) end;

-- A time from 1970 to 2199 as it is; any other is no time of a log.
create or replace macro plausible(time) as case when time between 0 and 7258118399 then time end;

-- The start of the stretch of so many seconds that a time lies in; times are never negative.
create or replace macro bucket_of(time, seconds) as time - time % seconds;

-- UTC seconds since 1970 of a time as logs write it; null for what is none.
create or replace macro log_time(kind, text) as case kind
    when 'clf' then epoch_us(try_strptime(text, '%d/%b/%Y:%H:%M:%S %z')) // 1000000
    when 'clf_fraction' then
        epoch_us(try_strptime(regexp_replace(text, '\.\d+', ''), '%d/%b/%Y:%H:%M:%S %z')) // 1000000
    when 'iso' then epoch_us(try_strptime(text[1:19], '%Y-%m-%dT%H:%M:%S')) // 1000000
        - zone_seconds(regexp_replace(text[20:], '^\.\d+', ''))
    when 'spaced' then epoch_us(try_strptime(text[1:19], '%Y-%m-%d %H:%M:%S')) // 1000000
        - zone_seconds(ltrim(regexp_replace(text[20:], '^\.\d+', '')))
    when 's' then try_cast(floor(try_cast(text as double)) as bigint)
    when 'ms' then try_cast(text as bigint) // 1000
    when 'us' then try_cast(text as bigint) // 1000000
end;

-- Whether an address is one of a private network or of this machine: then it is a proxy's.
create or replace macro is_private(address) as regexp_matches(
    address,
    '^(10\.|127\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd][0-9a-f]{2}:|::ffff:(10\.|127\.|192\.168\.))'
);

-- An address without the port or brackets that servers and proxies may write with it: each connection
-- of a visitor has another port.
create or replace macro without_port(address) as case
    when starts_with(address, '[') then split_part(substr(address, 2), ']', 1)
    when contains(address, ':') and regexp_full_match(address, '(?:::ffff:)?[0-9.]+:\d+')
        then regexp_replace(address, ':\d+$', '')
    else address
end;

-- Whether a client is the name of a host with a port: that is a virtual host, which a server that was
-- told to logs before the client. The name of a client is logged without its port.
create or replace macro names_port(client) as
    regexp_full_match(client, '[^:\[\]]*[^0-9.:\[\]][^:\[\]]*:\d+');

-- An IPv4 address that was mapped into IPv6 as what it is.
create or replace macro unmapped(address) as case
    when starts_with(address, '::ffff:') and contains(address, '.') then substr(address, 8)
    else address
end;

-- An address as it counts, whatever was written with it.
create or replace macro plain_address(text) as unmapped(without_port(text));

-- The client: the address, or, behind a proxy of the own network or where nothing else is logged, the
-- last public one that was forwarded. A macro's text stands for each use of its arguments, so a lambda
-- takes what is long: written out, this took longer to plan than the rest of `cut`.
create or replace macro client(address, forwarded) as list_transform(
    [case
        when forwarded in ('', '-') then address
        when address not in ('', 'unix:') and not is_private(plain_address(address)) then address
        else coalesce(
            list_filter(
                list_transform(string_split(forwarded, ','), lambda hop: plain_address(trim(hop))),
                lambda hop: hop not in ('', '-', 'unknown') and not is_private(hop)
            )[-1],
            nullif(address, ''),
            trim(split_part(forwarded, ',', 1)))
    end],
    lambda found: plain_address(found)
)[1];

-- Whether X-Forwarded-For is there and says nothing.
create or replace macro names_nobody(forwarded) as forwarded in ('', '-', 'unknown');

-- Puts other characters in the place of escaped quotes and backslashes, and back.
create or replace macro hidden(line) as
    replace(replace(line, '\\', e'\x03'), '\"', e'\x02');
create or replace macro shown(text) as
    replace(replace(text, e'\x02', '\"'), e'\x03', '\\');

-- A request line without its method and protocol.
create or replace macro request_target(request) as case
    when contains(request, ' ')
        then regexp_replace(request[strpos(request, ' ') + 1:], ' ?HTTP/\d(\.\d)?$', '')
    else ''
end;

-- A parameter as logged, 'title=About+us', in a query that begins with '&'; '' if it is absent.
create or replace macro parameter_of(query, name) as
    regexp_extract(query, '&(' || name || '=[^&]*)', 1);

-- A method as it is, if it is one of those that are registered; another may hold anything.
create or replace macro method_of(text) as coalesce(try_cast(text as method), '(none)');

-- Whether a request got what it asked for, or was told that its copy of it is good still.
create or replace macro is_answered(status) as
    coalesce(status between 200 and 299 or status = 304, false);

-- The outcome of a hit, in the order of their definition. `kind` is that of its target; `out`: whether
-- its address is left out. Which pixel merges with which request, and which is an event, is found when
-- all views are known.
create or replace macro outcome_of(bot, method, kind, status, out) as case
    when bot <> '' then 'bot'::outcome
    when method <> 'GET' then 'method'::outcome
    when kind = 'pixel' then case when out then 'excluded'::outcome else 'pixel'::outcome end
    when not is_answered(status) then 'status'::outcome
    when out then 'excluded'::outcome
    else kind
end;

-- Whether an address is left out: none is, unless parse/leave_out takes the place of this.
create or replace macro left_out(address, pattern, ranges) as false;

-- Whether a view came by referrer spam, of a host that is on the list; the host of the log's line may be
-- on the list itself.
create or replace macro is_spam(view, spam, host) as
    coalesce(view and spam <> '' and not contains(host, spam), false);

-- Whether a hit tells something of a page: a view of one, or a style or script that it loaded.
create or replace macro seen_as(outcome, embeds) as
    coalesce(outcome in ('pageview', 'pixel') or (outcome = 'asset' and embeds), false);

-- Whether it takes the kind of a target to know the outcome of a person's GET: not for one that
-- failed, unless it may be the pixel's.
create or replace macro matters(target, status, pixel) as
    is_answered(status) or contains(target, pixel) or contains(target, '%')
    or contains(target, '\');

-- A Referer header without query and fragment; '' for none.
create or replace macro header_of(referer) as case
    when referer = '-' then ''
    when contains(referer, '?') or contains(referer, '#')
        then split_part(split_part(referer, '?', 1), '#', 1)
    else referer
end;

-- The path as asked for, where it was not looked up for a person's page; else ''. One that is longer
-- than any that a person follows is cut to 1,025 characters, which says so, and is not looked up.
create or replace macro asked_of(path_id, asked_path) as
    case when path_id is null then substr(asked_path, 1, 1025) else '' end;
create or replace macro too_long(asked) as strlen(asked) > 1024;

-- The page that led to what is not there, as header_of has it; '' for all other hits, and for one that
-- is too long: cut, half of something personal would not be known for it.
create or replace macro came_of(status, referer) as
    case when status in (404, 410) and strlen(header_of(referer)) <= 1024 then header_of(referer)
    else '' end;

-- At most k different ones of some keys: it takes no more to know that there are k.
create or replace macro few_of(keys, k) as list_slice(list_distinct(keys), 1, k);

-- What stands behind the first question mark.
create or replace macro after_mark(target) as substr(target, strpos(target || '?', '?') + 1);

-- What of a target is looked up, and of a Referer header: nothing of the query, whatever is `kept`,
-- unless parse/keep_query takes the place of these two. To plan that for nothing takes its time.
create or replace macro path_of(target, kept) as split_part(target, '?', 1);
create or replace macro page_of(referer, kept) as header_of(referer);

-- A query that a format names apart, as it follows a target; '-' is none.
create or replace macro asked_with(query) as case
    when query in ('', '-') then '' when starts_with(query, '?') then query else '?' || query end;

-- Of several servers that were asked one after the other, the sum of their times; null for none.
create or replace macro times_of(text) as list_sum(list_transform(
    string_split_regex(text, ', | : '), lambda one: try_cast(one as double)));

-- How long a request took, by a text and its unit (s, ms, us), as the number of a bucket: 0 for less
-- than 1 us; n > 0 for what is more than g^(n-2) us and at most g^(n-1) us, where g = 1.05 / 0.95.
-- 0.95 * g^(n-1) us is then wrong by 5 % at most. Null for what is none, or is more than a day. These
-- are the buckets of DDSketch (Masson, Rim and Lee, VLDB 2019) with a relative accuracy of 0.05.
create or replace macro bucket_of_us(us) as case
    when us = 0 then 0::smallint
    when us between 1 and 86400000000
        then (1 + ceil(ln(us) / ln(1.05::double / 0.95::double)))::smallint
end;
create or replace macro duration_bucket_of(text, unit) as bucket_of_us(
    try_cast(round(coalesce(try_cast(text as double), times_of(text))
        * case unit when 's' then 1000000 when 'ms' then 1000 else 1 end) as bigint));

-- What is looked up of a Referer header, and of the Accept-Language header that came with it: the two
-- make one value. Of the latter the first language does where it has no weight: none is preferred to it.
-- Where the log names none (null) it is the former alone.
create or replace macro header_with(page, accepted) as page || coalesce(chr(10)
    || case when contains(split_part(accepted, ',', 1), ';') then substr(accepted, 1, 256)
        else substr(split_part(accepted, ',', 1), 1, 256) end, '');

-- What is read of the query of a view, beginning with '&'; '' if nothing is.
create or replace macro query_of(outcome, target) as case
    when outcome = 'pixel' or (outcome = 'pageview' and contains(target, 'utm_'))
        then '&' || split_part(after_mark(target), '#', 1)
    else ''
end;

-- Whether slashes of a path take a rule: several in a row, and those behind what may be a file.
create or replace macro has_odd_slashes(path) as
    contains(path, '//') or regexp_matches(path, '\.[^/]*/(?:index\.html?)?$');

-- Whether a path, query cut, is canonical and clean as it is: parse/targets.py, in short.
-- `suspect` finds what may point at a person.
create or replace macro is_plain_path(target, suspect) as
    length(target) <= 1024 and regexp_full_match(target, '/[!"$&->@-\[\]-~]*')
    and not has_odd_slashes(target) and not regexp_matches(target, suspect);

-- The one path of a page, as parse/targets.py says it.
create or replace macro page_path(path) as
    coalesce(nullif(regexp_replace(path, '(?:/(?:index\.html?)?)+$', ''), ''), '/');

-- The outcome that a plain path may come to. All but the path are patterns.
create or replace macro kind_of(path, pixel, excluded, assets, download_ends, asset_ends) as case
    when path = pixel then 'pixel'
    when regexp_matches(path, excluded) then 'excluded'
    when not contains(path, '.') then 'pageview'
    when regexp_full_match(path, assets) then 'asset'
    when regexp_matches(path, download_ends) then 'download'
    when regexp_matches(path, asset_ends) then 'asset'
    else 'pageview'
end;

-- Whether a URL takes no more to be read than to be cut at its slashes: parse/referrers.py, in short.
create or replace macro is_plain_url(url, suspect) as
    length(url) <= 250
    and regexp_full_match(url, 'https?://(?:[a-z0-9]+\.)+[a-z0-9]*[a-z][a-z0-9]*(?:/[!"$&->@-\[\]-~]*)?')
    and not regexp_matches(substr(url, 8), suspect);
