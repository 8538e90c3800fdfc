# SPDX-License-Identifier: GPL-3.0-or-later
"""One value as the text of a terminal's cell. Texts from logs are data: nothing in them acts."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from http import HTTPStatus

from loganalytics.asked import NONE
from loganalytics.data import rows
from loganalytics.model_report import AtLeast, Kind, Mark, Value

NOTHING = "-"
TEXTS = (Kind.TEXT, Kind.TITLE, Kind.PATH, Kind.COUNTRY)
# Which cells begin at the left; numbers end at the right.
LEFT = frozenset((*TEXTS, Kind.STATUS, Kind.INSTANT, Kind.FLAG))
_STEPS = " ▁▂▃▄▅▆▇█"
_REASONS = {status.value: status.phrase for status in HTTPStatus} | {
    444: "No Response",  # nginx's own
    494: "Request Header Too Large",
    495: "SSL Certificate Error",
    496: "SSL Certificate Required",
    497: "HTTP To HTTPS Port",
    499: "Client Closed Request",
}


def cell(value: Value, kind: Kind) -> str:
    """Return the text of a value, one line, not yet cut to a width."""
    if value is None:
        return "" if kind in TEXTS else NOTHING
    if isinstance(value, Mark):
        return value.value
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str):
        text = plain(value) or NONE
        return _countries().get(text, text) if kind is Kind.COUNTRY else text
    if kind is Kind.STATUS:
        return f"{value} {_REASONS.get(int(value), '')}".rstrip() if value else NONE
    if kind is Kind.BYTES:
        return size(int(value))
    if kind is Kind.DURATION:
        return duration(value)
    if kind is Kind.LATENCY:
        return latency(value)
    if kind is Kind.RATE:
        return share(value)
    if kind is Kind.CHANGE:
        return f"{value * 100:+,.0f}%" if round(value, 2) else "±0%"
    if kind is Kind.RATIO:
        return f"{value:,.1f}"
    return f"{value:,}+" if isinstance(value, AtLeast) else f"{value:,}"


@cache
def _countries() -> dict[str, str]:
    """Names by ISO 3166 code."""
    return dict(rows("countries.tsv"))


def plain(text: str) -> str:
    """Return a text without characters that move, hide or reorder others: each becomes U+FFFD."""
    if text.isprintable():
        return text
    return "".join(map(_printable, text))


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    return " " if unicodedata.category(character) == "Zs" else "\ufffd"


def share(rate: float) -> str:
    """Return a rate as per cent; what is not nothing never reads as nothing."""
    return "<0.1%" if 0 < rate < 0.0005 else f"{rate * 100:.1f}%"


def size(count: int) -> str:
    """Bytes in decimal units: 999 B, 1.5 kB, 12.3 GB."""
    amount, unit = float(count), "B"
    for bigger in ("kB", "MB", "GB", "TB", "PB", "EB"):
        # 999.95 would be printed as 1000.0.
        if abs(amount) < (1000 if unit == "B" else 999.95):
            break
        amount, unit = amount / 1000, bigger
    return f"{count} B" if unit == "B" else f"{amount:.1f} {unit}"


def duration(seconds: float) -> str:
    """Seconds as m:ss, or h:mm:ss from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def latency(seconds: float) -> str:
    """Seconds as 4.8 ms, 480 ms or 1.2 s, as m:ss from a minute on; what is something never 0."""
    if seconds >= 59.95:
        return duration(seconds)
    if seconds >= 0.9995:
        return f"{seconds:.1f} s"
    if seconds >= 0.00995:
        return f"{seconds * 1000:.0f} ms"
    return "<0.1 ms" if 0 < seconds < 0.00005 else f"{seconds * 1000:.1f} ms"


def bar(value: float, most: float, width: int) -> str:
    """Return a bar of at most `width` cells, in halves; what is not nothing shows at least one."""
    if value <= 0 or most <= 0:
        return ""
    halves = max(1, round(value / most * width * 2))
    return "█" * (halves // 2) + "▌" * (halves % 2)


def spark(counts: Sequence[int], width: int) -> str:
    """Return counts as a small curve of at most `width` cells, its highest the row's most.

    Where there are more counts than cells, neighbours share one that shows their mean.
    """
    each = max(1, -(-len(counts) // max(1, width)))
    groups = [counts[start : start + each] for start in range(0, len(counts), each)]
    means = [max(0.0, sum(group) / len(group)) for group in groups]
    most = max(means, default=0) or 1
    # What is not nothing shows at least the lowest step.
    return "".join(_STEPS[max(mean > 0, round(mean / most * 8))] for mean in means)
