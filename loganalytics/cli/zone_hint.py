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

# A zone that has had this offset, for the example: one that many live in.
ZONES = {
    "-1000": "Pacific/Honolulu",
    "-0900": "America/Anchorage",
    "-0800": "America/Los_Angeles",
    "-0700": "America/Denver",
    "-0600": "America/Chicago",
    "-0500": "America/New_York",
    "-0400": "America/New_York",
    "-0330": "America/St_Johns",
    "-0300": "America/Sao_Paulo",
    "-0230": "America/St_Johns",
    "+0100": "Europe/Berlin",
    "+0200": "Europe/Berlin",
    "+0300": "Europe/Istanbul",
    "+0330": "Asia/Tehran",
    "+0400": "Asia/Dubai",
    "+0430": "Asia/Kabul",
    "+0500": "Asia/Karachi",
    "+0530": "Asia/Kolkata",
    "+0545": "Asia/Kathmandu",
    "+0600": "Asia/Dhaka",
    "+0630": "Asia/Yangon",
    "+0700": "Asia/Bangkok",
    "+0800": "Asia/Shanghai",
    "+0900": "Asia/Tokyo",
    "+0930": "Australia/Adelaide",
    "+1000": "Australia/Sydney",
    "+1030": "Australia/Adelaide",
    "+1100": "Australia/Sydney",
    "+1200": "Pacific/Auckland",
    "+1300": "Pacific/Auckland",
}


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
    such = f", such as --timezone {ZONES[offset]}" if offset in ZONES else ""
    begin, again = ("begin", f"remove {made} and begin again") if made else ("would begin", "begin")
    return (
        f"Days {begin} at midnight UTC, and these logs write times of {offset}. To have days of"
        f" your own, {again} with --timezone{such}: later it cannot be changed."
    )
