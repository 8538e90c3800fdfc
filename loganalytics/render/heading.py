# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands above a report, as texts: its range in words, and what it must be read with."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from loganalytics.model_report import Report, Section


def spelled_range(start: datetime, end: datetime) -> str:
    """Return `[start, end)` in words: its days, or its minutes where it cuts days."""
    last = _last(end)
    if start.time() == end.time() == time():
        days = (last - start.date()).days + 1
        if days == 1:
            return f"{start:%Y-%m-%d %a}"
        return f"{start:%Y-%m-%d} to {last:%Y-%m-%d} · {days:,} days"
    return f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"


def counted_until(days: Section) -> str:
    """Return up to when the two latest days are counted, in words; '' where they are whole."""
    latest = days.dicts()[0]
    end = latest["end"]
    assert isinstance(end, datetime)
    # Where clocks skip midnight, or show it twice, the time alone does not tell.
    return f"until {end:%H:%M}" if end.date().isoformat() == latest["day"] else ""


def premises(report: Report) -> list[str]:
    """Return what all sections of a report must be read with, a sentence or two each."""
    said = list(report.notes)
    if report.start.date() != _last(report.end) and not report.empty:
        said.append("Visitors are known for one day only: visitors (daily) add up the days.")
    return said


def _last(end: datetime) -> date:
    return (end - timedelta(microseconds=1)).date()
