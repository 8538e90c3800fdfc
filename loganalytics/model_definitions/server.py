# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions of what the server did, for people and for bots."""

from __future__ import annotations

from loganalytics.model_definitions.definition import Definition

SERVER = (
    Definition(
        "hits",
        "Hits",
        "Lines of the log that parsed: one request each, of people and bots, of pages, images, "
        "anything, also requests that were no HTTP. In bots: those by that bot. In downloads: GETs "
        "of that document or archive by people, with status 2xx or 304, off excluded paths.",
        ("traffic.hits", "bots.hits", "downloads.hits"),
        "Not people, and not pages: one page may be dozens of hits. A broken download, and each "
        "part of a resumed one, is a hit.",
    ),
    Definition(
        "bot_hits",
        "Hits by bots",
        "Hits by agents that are no person, whatever they asked for: crawlers, AI crawlers, "
        "monitors, feed readers, HTTP libraries, empty agents.",
        ("traffic.hits", "traffic.bot"),
        "Not all automatic traffic: what poses as a browser counts as a person. A log without "
        "User-Agents has no bots.",
    ),
    Definition(
        "bytes_sent",
        "Bytes sent",
        "The sum of the sizes that the server logged, of all hits that are counted in hits. A size "
        "that was not logged is 0.",
        ("traffic.bytes_sent", "bots.bytes_sent", "downloads.bytes_sent"),
        "Not the load of the line: most formats log answers without their headers, and what a "
        "proxy or a CDN answered stands in its own log.",
    ),
    Definition(
        "status",
        "HTTP status",
        "The status that the server answered with; 0, shown as (none), where none was logged. Bots "
        "are among its hits.",
        ("traffic.status",),
    ),
    Definition(
        "bot",
        "Bot",
        "The published name of an agent that is no person, by lists of agents and a few rules "
        "(ingests.lists). (empty agent): nothing was sent as User-Agent.",
        ("bots.bot", "traffic.bot"),
        "Not proof: anybody can call himself Googlebot.",
    ),
    Definition(
        "kind",
        "Kind of bot",
        "search, ai, seo, monitor, feed, library (HTTP libraries and command line tools) or other.",
        ("bots.kind",),
        "Not for certain a bot's purpose: most new ones that name themselves are other.",
    ),
)
