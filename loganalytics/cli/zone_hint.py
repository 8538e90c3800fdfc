# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of the time zone where nobody named one: the first ingest sets it for good."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from loganalytics.errors import SourceError
from loganalytics.sources import Reader, Source

# A time as common and combined have it, or ISO 8601, and its offset.
_OFFSET = re.compile(rb"\d\d:\d\d:\d\d(?:\.\d+)? ?([+-]\d\d):?([0-5]\d)(?=[\]\"',} \t\n])")


def zone_hint(sources: Iterable[Source], made: Path | None) -> str:
    """A note if the first of these logs that writes offsets writes another one than that of UTC.

    `made`: the new database; None where it was a dry run.
    """
    for source in sources:
        if source.stream or source.error:
            continue
        try:
            with Reader(source) as reader:
                found = _OFFSET.search(reader.sample())
        except SourceError:
            continue
        if found is not None:
            offset = f"{found[1].decode()}{found[2].decode()}"
            return "" if offset[1:] == "0000" else _said(made, offset)
    return ""


def _said(made: Path | None, offset: str) -> str:
    begin, again = ("begin", f"remove {made} and begin again") if made else ("would begin", "begin")
    return (
        f"Days {begin} at midnight UTC, and these logs write times of {offset}. To have days of"
        f" your own, {again} with --timezone, such as --timezone Europe/Berlin: later it cannot be"
        " changed."
    )
