# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of a whole report: its range in words, what to read it with, what it lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from loganalytics.model_report import Report, Section
from loganalytics.render.known import known

_NEEDED = (
    (("languages", "response_times"), "a log that has them (ingest --format)"),
    (("screens", "events"), "the pixel (loganalytics snippet)"),
)


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


def within(report: Report, section: Section) -> Section:
    """Return a section without the two latest days where the later is none of the report's."""
    days = next((each for each in section.inner if each.name == "latest_days"), None)
    if days is None:
        return section
    latest = date.fromisoformat(str(days.dicts()[0]["day"]))
    if report.start.date() <= latest <= _last(report.end):
        return section
    return replace(section, inner=())


def premises(report: Report) -> list[str]:
    """Return what all sections of a report must be read with, a sentence or two each."""
    common = [] if report.empty else [note for each in report.sections for note in each.common]
    said = [*report.notes, *dict.fromkeys(common)]
    several = report.start.date() != _last(report.end)
    tables = [known(each) for each in report.sections if each.rows]
    names = {column.name for each in tables for column in each.columns if column.title}
    if several and "visitors" in names and not report.empty:
        said.append("Visitors are known for one day only: visitors (daily) add up the days.")
    return said


def silence(report: Report) -> str:
    """Return which sections have nothing to show, and what some of them take; '' if all have."""
    quiet = {each.name: each.title for each in report.sections if not each.speaks}
    if not quiet:
        return ""
    said = [f"Nothing in this range: {', '.join(quiet.values())}."]
    for names, needed in _NEEDED:
        if missing := [quiet[name].lower() for name in names if name in quiet]:
            said.append(f"{' and '.join(missing).capitalize()} take {needed}.")
    return " ".join(said)


def _last(end: datetime) -> date:
    return (end - timedelta(microseconds=1)).date()
