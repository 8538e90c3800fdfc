# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions of what the server did, for people and for bots."""

from __future__ import annotations

from loganalytics.model_definitions.definition import Definition

_FAILED = (  # the latter with --path
    *("traffic.hits", "traffic.status", "traffic.bot"),
    *("errors.hits", "errors.status", "errors.bot", "errors.path"),
)
SERVER = (
    Definition(
        "hits",
        "Hits",
        "Lines of the log that parsed: one request each, of people and bots, of pages, images, "
        "anything, also requests that were no HTTP. In bots: those by that bot. In downloads: GETs "
        "of that document or archive by people, with status 2xx or 304, off excluded paths. In "
        "errors and broken_links: those by people with that status. In response_times: those of "
        "which the log says how long they took. In events: pixel hits with that event.",
        (
            *("traffic.hits", "bots.hits", "downloads.hits", "errors.hits", "bot_pages.hits"),
            *("bandwidth.hits", "response_times.hits", "events.hits"),
        ),
        "Not people, and not pages: one page may be dozens of hits. A broken download, and each "
        "part of a resumed one, is a hit.",
    ),
    Definition(
        "bot_hits",
        "Hits by bots",
        "Hits by agents that are no person, whatever they asked for: crawlers, AI crawlers, "
        "monitors, feed readers, HTTP libraries, empty agents.",
        ("traffic.hits", "traffic.bot", "errors.bot"),
        "Not all automatic traffic: what poses as a browser counts as a person. A log without "
        "User-Agents has no bots.",
    ),
    Definition(
        "bytes_sent",
        "Bytes sent",
        "The sum of the sizes that the server logged, of all hits that are counted in hits. A size "
        "that was not logged is 0.",
        (
            *("traffic.bytes_sent", "bots.bytes_sent", "downloads.bytes_sent"),
            *("bot_pages.bytes_sent", "bandwidth.bytes_sent"),
        ),
        "Not the load of the line: most formats log answers without their headers, and what a "
        "proxy or a CDN answered stands in its own log.",
    ),
    *(
        Definition(
            f"p{rank}_s",
            f"Response time that {share} of the hits kept to",
            f"Of the hits on the path that say how long they took, by people and bots, with any "
            f"status, ordered by that time, the one at place {rank} / 100 * hits, rounded up "
            "(nearest rank): what it took, in seconds, at most 5 % off. Nginx's $request_time, "
            "without it $upstream_response_time; Apache's %D, else %T, of a format given by "
            "--format. Kept are histograms, which sum over any days, ingests and databases: bucket "
            "n counts hits of more than g^(n-2) and at most g^(n-1) microseconds, g = 1.05 / 0.95, "
            "and stands for 0.95 * g^(n-1) (DDSketch: Masson, Rim and Lee, VLDB 2019); bucket 0 "
            "for no time at all. A time that is none, is several or is over a day is left out.",
            ("response_times.duration_bucket", "response_times.hits"),
            "Not what a reader waits: with a slow client or a large file most of it is the line, "
            "and nothing of the browser's work is in it. Not finer than the log: %T has whole "
            "seconds, and below a millisecond $request_time is 0.",
        )
        for rank, share in ((50, "half"), (90, "nine tenths"), (99, "99 of 100"))
    ),
    Definition(
        "status",
        "HTTP status",
        "The status that the server answered with; 0, shown as (none), where none was logged. Bots "
        "are among its hits.",
        ("traffic.status", "errors.status"),
    ),
    Definition(
        "bot",
        "Bot",
        "The published name of an agent that is no person, by lists of agents and a few rules "
        "(ingests.lists). (empty agent): nothing was sent as User-Agent.",
        ("bots.bot", "bot_pages.bot", "traffic.bot"),
        "Not proof: anybody can call himself Googlebot.",
    ),
    Definition(
        "kind",
        "Kind of bot, or of what failed",
        "Of a bot search, ai, seo, monitor, feed, library (HTTP libraries and command line tools) "
        "or other. Of an error page, asset, download, excluded or pixel, by its path.",
        ("bots.kind", "errors.kind"),
        "Not for certain a bot's purpose: most new ones that name themselves are other.",
    ),
    Definition(
        "bots",
        "Crawlers that fetched it",
        "How many different AI crawlers fetched the path.",
        ("bot_pages.bot",),
    ),
    Definition(
        "top_path",
        "The path that a bot fetched most",
        "The path with the most hits of the bot, of equally many the first as text.",
        ("bot_pages.path",),
    ),
    Definition(
        "sent_share",
        "Share of all that was sent",
        "bytes_sent of the bot / bytes sent of all hits on these days.",
        ("bots.bytes_sent", "traffic.bytes_sent"),
    ),
    Definition(
        "internal",
        "Whether the broken link is one of the site itself",
        "Whether the page that led to what is not there is on one of the site's own hosts: such "
        "links come first, since its owner can mend them.",
        ("errors.referrer",),
    ),
    Definition(
        "first_day",
        "First day of an error",
        "The first day of the range on which the path answered with the status.",
        ("errors.day",),
        "Not the day on which it broke: it is that on which somebody asked for it.",
    ),
    Definition(
        "last_day",
        "Last day of an error",
        "The last day of the range on which the path answered with the status, or the link was "
        "followed.",
        ("errors.day",),
    ),
    Definition(
        "not_found",
        "Not found",
        "Hits by people with status 404 or 410, of pages and anything else.",
        _FAILED,
        "Not broken links alone: much is asked for by probes, some of which pose as browsers.",
    ),
    Definition(
        "forbidden",
        "Forbidden",
        "Hits by people with status 401 or 403.",
        _FAILED,
    ),
    Definition(
        "refused",
        "Other failures of the client",
        "Hits by people with any other status from 400 to 499.",
        _FAILED,
    ),
    Definition(
        "server_errors",
        "Failures of the server",
        "Hits by people with a status from 500 on.",
        _FAILED,
    ),
)
