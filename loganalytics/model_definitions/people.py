# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions of what people did: pageviews, visits, visitors, and what is divided by them."""

from __future__ import annotations

from loganalytics.model_definitions.definition import Definition

PEOPLE = (
    Definition(
        "pageviews",
        "Pageviews",
        "Pages shown to people. A pageview is a GET with status 2xx or 304 that is no asset and no "
        "download, not on an excluded path and not by a bot; or a GET of the pixel, not by a bot, "
        "that is no event, whatever its status. A pixel hit and the request of the same view are "
        "one pageview, at the time of the request: of one visitor's hits on one path, ordered by "
        "time and a request before a pixel hit of the same second, a pixel hit merges with the hit "
        "directly before it if that is an unmerged request at most 60 s earlier, else with an "
        "unmerged request directly after it at most 5 s later. Each stands in the bucket and on "
        "the day of its own time. The pageviews of a source, country, browser and so on are those "
        "of the visits that have it.",
        ("activity.pageviews", "pages.pageviews", "daily.pageviews", "pairs.pageviews"),
        "Not reading: a page that was opened counts, however short a look it got. What a browser "
        "or a proxy answered from its cache is missing unless the pixel tells of it.",
    ),
    Definition(
        "visits",
        "Visits",
        "One visitor's pageviews, each at most 1,800 s after the pageview or event before it. "
        "Times are those of the log, never a clock's; equal times are ordered by path. A visit is "
        "not cut at midnight. An event keeps an open visit going and never begins one. A visit "
        "stands in the bucket and on the day in which it begins. The visits of a page are those "
        "that saw it, wherever they began; of a source, country, browser and so on, those that "
        "have it.",
        ("activity.visits", "pages.visits", "daily.visits"),
        "Not logins, and not people. The visits of several pages do not add up: one that saw two "
        "pages is a visit of each. Where the log of an earlier ingest is gone, a visit that goes "
        "on from it is counted as two (cut_edges).",
    ),
    Definition(
        "visitors",
        "Visitors, by the day",
        "Distinct visitors within one day of the database's time zone. A visitor is a combination "
        "of client address, User-Agent and site; the two are held as a hash with a salt that is "
        "made for one ingest and forgotten with it. A visitor counts once a day (once a day and "
        "page, once a day and value), in the bucket of the day's first pageview, so that the "
        "buckets of a day add up to the day. Over several days the days are added up. The visitors "
        "of a download are those who fetched it that day; of a bot, its distinct addresses and "
        "agents of that day; of an event, those whose first one of that name on the day was on "
        "that page.",
        (
            "activity.visitors",
            "pages.visitors",
            "daily.visitors",
            "downloads.visitors",
            "bots.visitors",
            "events.visitors",
        ),
        "Not people: over more than a day it overcounts them: who comes on three days counts three "
        "times. Who has a phone and a laptop is two; a family or an office behind one address with "
        "equal browsers is one. Who appears in two ingests of one day counts in each.",
    ),
    Definition(
        "views_per_visit",
        "Pageviews per visit",
        "pageviews / visits of the range; null without visits.",
        ("activity.pageviews", "activity.visits"),
        "Not interest: a reader of one long page has 1. Pageviews stand at their own time, visits "
        "where they begin, so that over a few hours the two need not belong together.",
    ),
    Definition(
        "bounces",
        "Bounces",
        "Visits with one pageview and no event. A bounce stands in the bucket in which the visit "
        "begins, and at the page it began with.",
        ("activity.bounces", "pages.bounces"),
        "Not dislike: who reads one article to its end and leaves has bounced.",
    ),
    Definition(
        "bounce_rate",
        "Bounce rate",
        "bounces / visits, from 0 to 1; null without visits. Of a page: its bounces / its entries.",
        ("activity.bounces", "activity.visits", "pages.bounces", "pages.entries"),
        "Not dislike. Not to be compared between sites with and without events: an event makes a "
        "visit no bounce.",
    ),
    Definition(
        "mean_duration_s",
        "Mean duration of a visit",
        "The sum of last minus first pageview, in seconds, over all visits, / visits. A visit with "
        "one pageview lasts 0 s and is counted in; events do not make a visit longer.",
        ("activity.seconds", "activity.visits"),
        "Not time of reading: nobody knows how long the last page stayed open.",
    ),
    Definition(
        "returning_visits",
        "Returning visits",
        "Visits that are the visitor's second or a later one to begin on the same day.",
        ("activity.returning_visits",),
        "Not people who come back another day: nothing links the visitors of two days, so that is "
        "not knowable here.",
    ),
    Definition(
        "entries",
        "Entries",
        "Visits whose first pageview was of this page; they stand in the bucket in which the visit "
        "begins. Of equal first times the path that comes first as text is the first.",
        ("pages.entries",),
        "Not only arrivals from outside: after more than 1,800 s without a pageview the next one "
        "begins a visit, also when it follows a link of the same site.",
    ),
    Definition(
        "exits",
        "Exits",
        "Visits whose last pageview was of this page; they stand in the bucket in which the visit "
        "begins.",
        ("pages.exits",),
        "Not a fault of the page: every visit ends somewhere.",
    ),
    Definition(
        "mean_time_s",
        "Mean time on the page",
        "The sum of seconds from a pageview of the page to the same visit's next pageview, / "
        "(pageviews - exits): over the pageviews that had a next one. Null where none had.",
        ("pages.seconds", "pages.pageviews", "pages.exits"),
        "Not time of reading: the last page of a visit, often the one that was read, does not "
        "count, and a tab may have stood open unread. Seconds and exits stand where the visit "
        "begins, pageviews at their own time.",
    ),
    Definition(
        "paths",
        "Pages that match, or paths of a bot",
        "How many different pages, a path of a site each, the range has of those that were asked "
        "for by --path. Of a bot, how many different paths are known that it fetched: of a day of "
        "a site the 50 with the most hits are kept, so there may be more.",
        ("pages.path", "pages.site", "bot_pages.path", "bot_pages.site"),
    ),
    Definition(
        "share",
        "Share",
        "The row's part, from 0 to 1, of the count that the section is ordered by, over all its "
        "rows, those that a limit left out included: of pageviews in pages and hosts, of "
        "entries in entry, of exits in exit, of bytes in bandwidth, of lines in outcomes, of hits "
        "in the sections of hits and events, else of visits, or with --path of the pages' "
        "pageviews.",
        (),
        "Not a share of people, and nothing about how many: compare the counts, too.",
    ),
)
