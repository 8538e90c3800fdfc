# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells the statements that cut lines what a format has, and where."""

from __future__ import annotations

from loganalytics.parse.formats import FIELDS, Format
from loganalytics.parse.patterns import GROUPS, Pattern


def by_quotes(log_format: Format) -> dict[str, object]:
    """The parameters of parse/cut that a format decides."""
    layout = log_format.layout
    parameters: dict[str, object] = {
        "by_quotes": layout is not None,
        "combined": layout is not None and layout.combined,
    }
    for field in ("forwarded", "real", "host", "referer", "agent"):
        parameters[f"has_{field}"] = log_format.has(field)
    tail = layout.tail if layout is not None else None
    if layout is not None:
        parameters["has_host"] = layout.vhost
    parameters["has_tail"] = tail is not None
    parameters["tail"] = "()" * GROUPS if tail is None else tail.pattern
    for field in ("host", "duration", "language"):
        parameters[f"behind_{field}"] = 0 if tail is None else tail.places.get(field, 0)
    return parameters


def by_pattern(log_format: Format, pattern: Pattern) -> dict[str, object]:
    """The parameters of parse/cut_by_pattern for one of its patterns."""
    one, two, three = pattern.grouped
    parameters: dict[str, object] = {
        "whole": pattern.whole,
        "one": one,
        "two": two,
        "three": three,
        "shifted": log_format.shifted,
        "clock": log_format.time,
        "has_request": log_format.has("request"),
        "has_method": log_format.has("method"),
        "has_agent": log_format.has("agent"),
        "has_language": "language" in pattern.places,
    }
    for field in FIELDS:
        parameters[field] = pattern.places.get(field, 0)
    return parameters
