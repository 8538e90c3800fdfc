# SPDX-License-Identifier: GPL-3.0-or-later
"""A report for people: tables that fit the width of a terminal, from 40 columns on."""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from typing import IO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from loganalytics.model_report import Report, Section
from loganalytics.render.cells import plain
from loganalytics.render.layout import ending, wrapped
from loganalytics.render.overview import overview
from loganalytics.render.table import folded, table

NARROWEST, WIDEST = 40, 160
_HEADING = "bold cyan"
_NOTE = "dim italic"


def write(report: Report, stream: IO[str], *, width: int, colour: bool) -> None:
    """Print a report to a stream. Without `colour` there are no escape sequences at all."""
    width = max(NARROWEST, min(WIDEST, width))
    printed = io.StringIO()
    console = Console(
        file=printed,
        width=width,
        color_system="auto" if colour else None,
        force_terminal=colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for line in _head(report, width):
        console.print(line)
    if not report.empty:
        _body(console, report, width)
    for padded in printed.getvalue().splitlines():
        stream.write(f"{padded.rstrip()}\n")  # cells are padded, also the last of a line


def _body(console: Console, report: Report, width: int) -> None:
    for section in report.sections:
        if section.rows:
            console.print()
            _section(console, section, width)
    quiet = [section.title for section in report.sections if not section.rows]
    if quiet:
        console.print()
        _note(console, f"Nothing in this range: {', '.join(quiet)}.", width)


def _section(console: Console, section: Section, width: int) -> None:
    title = ending(plain(section.title), width - 4)
    rule = "─" * (width - cell_len(title) - 1)
    console.print(Text.assemble((title, _HEADING), " ", (rule, "dim")))
    section, left_out = folded(section)
    console.print(overview(section, width) if section.single else table(section, width))
    if section.more:
        _note(console, f"… {section.more:,} more", width)
    for note in (*left_out, *section.notes):
        _note(console, note, width)


def _note(console: Console, note: str, width: int) -> None:
    for line in wrapped(plain(note), width):
        console.print(Text(line, _NOTE))


def _head(report: Report, width: int) -> list[Text]:
    """Range and zone, database and sites, and what everything below must be read with."""
    several = report.start.date() != _last(report)
    left, right = _range(report), report.timezone
    gap = max(2, width - cell_len(left) - cell_len(right))
    first = Text.assemble((left, "bold"), " " * gap, (right, "dim"))
    lines = [first] if cell_len(first.plain) <= width else [Text(left, "bold"), Text(right, "dim")]
    of = [f"path {report.path}"] if report.path is not None else []
    sites = ", ".join(site or "(no name)" for site in report.sites[:3])
    if report.sites and report.sites != ("",):
        more = f" and {len(report.sites) - 3} more" if len(report.sites) > 3 else ""
        of.append(f"{'site' if len(report.sites) == 1 else 'sites'} {sites}{more}")
    lines += [Text(line) for line in wrapped(plain(" · ".join([report.database, *of])), width)]
    notes = list(report.notes)
    if several and not report.empty:
        notes.append("Visitors are known for one day only: visitors (daily) add up the days.")
    return lines + [Text(line, _NOTE) for note in notes for line in wrapped(plain(note), width)]


def _range(report: Report) -> str:
    start, end = report.start, report.end
    last = _last(report)
    if start.time() == end.time() == time():
        days = (last - start.date()).days + 1
        if days == 1:
            return f"{start:%Y-%m-%d %a}"
        return f"{start:%Y-%m-%d} to {last:%Y-%m-%d} · {days:,} days"
    return f"{start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"


def _last(report: Report) -> date:
    return (report.end - timedelta(microseconds=1)).date()
