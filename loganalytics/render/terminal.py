# SPDX-License-Identifier: GPL-3.0-or-later
"""A report for people: tables that fit the width of a terminal, from 40 columns on."""

from __future__ import annotations

import io
from typing import IO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from loganalytics.asked import NONE
from loganalytics.model_report import Report, Section
from loganalytics.render.cells import plain
from loganalytics.render.heading import premises, silence, spelled_range, within
from loganalytics.render.heat import heat
from loganalytics.render.known import known
from loganalytics.render.layout import ending, wrapped
from loganalytics.render.overview import overview
from loganalytics.render.table import table
from loganalytics.render.timeline import folded

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
    whole = True
    for section in report.sections:
        if section.speaks:
            console.print()
            whole &= _section(console, within(report, section), width)
    last = [note for note in (silence(report), "" if whole else _no_room(width)) if note]
    if last:
        console.print()
    for note in last:
        _note(console, note, width)


def _no_room(width: int) -> str:
    """How columns can be seen that had no room."""
    wider = "a wider window, " if width < WIDEST else ""
    return f"No room for all columns: {wider}-o page.html or --format csv has them."


def _section(console: Console, section: Section, width: int) -> bool:
    """Print a section; return whether all of its columns had room."""
    title = ending(plain(section.title), width - 4)
    rule = "─" * (width - cell_len(title) - 1)
    console.print(Text.assemble((title, _HEADING), " ", (rule, "dim")))
    section, left_out = folded(known(section))
    whole = True
    if section.heat:
        for line in heat(section, width):
            console.print(line)
    elif section.rows and section.single:
        console.print(overview(section, width))
    elif section.rows:
        drawn, whole = table(section, width)
        console.print(drawn)
    if section.more:
        _note(console, f"… {section.more:,} more", width)
    for note in (*left_out, *section.notes):
        _note(console, note, width)
    return whole


def _note(console: Console, note: str, width: int) -> None:
    for line in wrapped(plain(note), width):
        console.print(Text(line, _NOTE))


def _head(report: Report, width: int) -> list[Text]:
    """Range and zone, database and sites, and what everything below must be read with."""
    left, right = spelled_range(report.start, report.end), report.timezone
    gap = max(2, width - cell_len(left) - cell_len(right))
    first = Text.assemble((left, "bold"), " " * gap, (right, "dim"))
    lines = [first] if cell_len(first.plain) <= width else [Text(left, "bold"), Text(right, "dim")]
    if report.compared:
        before = spelled_range(report.compared.start, report.compared.end)
        lines += [Text(line) for line in wrapped(f"compared with {before}", width)]
    of = [f"where {report.where}"] if report.where else []
    sites = ", ".join(site or NONE for site in report.sites[:3])
    if report.sites and report.sites != ("",):
        more = f" and {len(report.sites) - 3} more" if len(report.sites) > 3 else ""
        of.append(f"{'site' if len(report.sites) == 1 else 'sites'} {sites}{more}")
    if report.earlier:
        of.append(f"data since {report.earlier}: --start all")
    lines += [Text(line) for line in wrapped(plain(" · ".join([report.database, *of])), width)]
    return lines + [
        Text(line, _NOTE) for note in premises(report) for line in wrapped(plain(note), width)
    ]
