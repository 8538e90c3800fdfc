# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions of the ledger: what became of every line, and what an ingest may have missed."""

from __future__ import annotations

from loganalytics.model_definitions.definition import Definition

LEDGER = (
    Definition(
        "lines",
        "Lines of an ingest",
        "Lines that were read from a source. Each ends in exactly one outcome, and the outcomes "
        "add up to the lines.",
        ("ingests.lines", "contents.lines"),
    ),
    Definition(
        "outcomes",
        "Outcomes of lines",
        "The first that holds of a line: already_ingested (an earlier ingest counted it), "
        "incomplete (half written at the end of a file, left for the next run), malformed (not of "
        "the format), bot (an agent that is no person), method (not GET, or no HTTP), event (of "
        "the pixel, with an event), merged (of the pixel, one pageview with a request), pixel (of "
        "the pixel alone: a pageview), status (neither 2xx nor 304), excluded (on an excluded "
        "path or from an excluded address), download (a document or an archive), asset (a part of "
        "a page), pageview.",
        (
            "ingests.already_ingested",
            "ingests.incomplete",
            "ingests.malformed",
            "ingests.bot",
            "ingests.method",
            "ingests.event",
            "ingests.merged",
            "ingests.pixel",
            "ingests.status",
            "ingests.excluded",
            "ingests.download",
            "ingests.asset",
            "ingests.pageview",
        ),
        "Not a loss: a merged line is part of a pageview, and bots are counted in reports of their "
        "own.",
    ),
    Definition(
        "outcome",
        "Outcome of lines",
        "One of the outcomes of lines; read: all of them.",
        ("ingests.lines",),
    ),
    Definition(
        "counted_as",
        "What lines with an outcome count as",
        "What such a line is among: hits, pageviews, events, downloads, bots, or nothing.",
        (),
    ),
    Definition(
        "dropped",
        "Dropped lines",
        "Lines of an ingest that are no hits: already known, half written or not of the format.",
        ("ingests.lines", "ingests.hits"),
    ),
    Definition(
        "ingest_id",
        "Number of an ingest",
        "Counts the ingests of a database, from 1 on. All rows that an ingest added carry it.",
        ("ingests.ingest_id", "traffic.ingest_id"),
    ),
    Definition(
        "log",
        "Log of an ingest",
        "The name of the file without its folder, - for standard input.",
        ("ingests.source",),
    ),
    Definition(
        "ingested",
        "When an ingest ended",
        "In UTC in the database, in its time zone in reports.",
        ("ingests.ingested",),
    ),
    Definition(
        "first",
        "First hit of an ingest",
        "The minute of its earliest hit, in UTC in the database, in its time zone in reports.",
        ("ingests.first",),
    ),
    Definition(
        "last",
        "Last hit of an ingest",
        "The minute of its latest hit, in UTC in the database, in its time zone in reports.",
        ("ingests.last",),
    ),
    Definition(
        "cut_edges",
        "Visits that may be cut",
        "Where the log of an earlier ingest, which saw people on the same site at the same time or "
        "at most 1,800 s away, could not be read again: the visits of the ingest that lie there. "
        "Such a visit may have a part in each, and is then two. 0 where it was read.",
        ("ingests.cut_edges",),
        "Not visits that are cut: it is the most that may be.",
    ),
    Definition(
        "late",
        "Late hits",
        "Hits of days that the same ingest had counted already, to make room in memory. They count "
        "as hits and pageviews exactly; the visits they belong to may be cut in two, and their "
        "visitors counted again.",
        ("ingests.late",),
        "Not lost hits.",
    ),
    Definition(
        "placeholders",
        "Values with placeholders",
        "Different values that were stored by an ingest (paths, titles, sources, referrers, sites) "
        "in which something that looked personal was replaced.",
        ("ingests.placeholders",),
        "Not people, and not hits: one value may stand for many.",
    ),
    Definition(
        "contents",
        "Known contents",
        "The beginnings of sources that are not counted again: bytes and lines up to a newline, "
        "and a SHA-256 over the time, status and size of exactly those lines.",
        ("contents.bytes", "contents.lines", "contents.head", "contents.digest"),
        "Not files: a file that grew is known in two ways, as a whole and by what was new.",
    ),
)
