# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions of what stands in a cell where there is no name, no number, or a drawing."""

from __future__ import annotations

from loganalytics.model_definitions.definition import Definition

CELLS = (
    Definition(
        "(none)",
        "(none)",
        "There was nothing to tell: as a referrer, none was sent, or it is one of the site's own "
        "hosts; as a status, none was logged; as a site, the log names no host and no --site did.",
        ("daily.value", "errors.referrer", "traffic.status", "traffic.site"),
    ),
    Definition(
        "(unknown)",
        "(unknown)",
        "What would tell was missing, or means nothing that is known: an address that is not in "
        "the country data, an agent that names no browser or system, a header that names no "
        "language, a visit of which no pixel reported a screen, a request or a pixel hit that "
        "names no page.",
        ("daily.value", "pairs.value", "pairs.by_value", "pages.path"),
    ),
    Definition(
        "(private)",
        "(private)",
        "Instead of a country: the client address is of a private, local or documentation range, "
        "such as 10.0.0.0/8, 192.168.0.0/16 or ::1, which are nowhere.",
        ("daily.value", "pairs.value", "pairs.by_value"),
        "Where most visits are, the log may have the address of a proxy instead of its clients'.",
    ),
    Definition(
        "n/a",
        "n/a, not known",
        "What is kept does not tell this number, or two days cannot be compared; null in JSON. A - "
        "stands where nothing divides, or for a change of what is not known.",
        (),
        "Not nothing: where there was none, 0 stands.",
    ),
    Definition(
        "new",
        "new, a change from nothing",
        "The number was 0 before, or the range before lacks the row: nothing divides, so there is "
        "no percentage. Null in JSON.",
        (),
        "Not new for certain: only one earlier range, or day, was looked at.",
    ),
    Definition(
        "gone",
        "gone, a row that was there before",
        "With --compare, a row of the earlier range that this one lacks. -1 in JSON.",
        (),
        "Not gone for certain: nobody asked for it in this range.",
    ),
    Definition(
        "trend",
        "Trend",
        "The row's pageviews over the range, from left to right, drawn as high as the most of the "
        "same row. On a terminal that has room for it.",
        ("pages.pageviews",),
        "Not to be compared in height from row to row.",
    ),
)
