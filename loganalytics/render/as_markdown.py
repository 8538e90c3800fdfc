# SPDX-License-Identifier: GPL-3.0-or-later
"""A report to paste where Markdown is read: headings and tables, numbers as on a terminal.

What comes from a log stands in a code span, unless it is mere words: in there nothing is a link, an
image, HTML, a mention of somebody or a reference to an issue, in GitHub's Markdown as in others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loganalytics.asked import NONE
from loganalytics.model_report import Column, Kind, Report, Section, Value
from loganalytics.render.cells import LEFT, TEXTS, cell, plain
from loganalytics.render.heading import counted_until, premises, silence, spelled_range, within
from loganalytics.render.heat import crossed
from loganalytics.render.known import known
from loganalytics.render.layout import beside
from loganalytics.render.timeline import folded

# Letters, and where they follow: a space, a number, a bracket. What may be pasted as it is.
_WORD = r"[^\W\d_]+"
_NUMBER = r"\d{1,6}(?:\.\d{1,6}){0,3}"
_WORDS = re.compile(
    rf"{_WORD}(?: {_WORD})*(?: {_NUMBER})?"
    rf"|\({_WORD}(?: {_WORD})*\)"
    r"|\d{4}-(?:\d\d|W\d\d)(?:-\d\d| \d\d-\d\d)?(?: \d\d:\d\d)?(?: [A-Za-z]{1,5})?"
    rf"|{_NUMBER}"
)
# What acts inside a line; a sign at its beginning would make a list.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>|~&!@#$^]|:(?=/)|(?<=www)\.|^[-+]")
_TICKS = re.compile("`+")


def dumps(report: Report) -> str:
    """Return a report as Markdown; each section is a heading, a table and its notes."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: Report) -> Iterator[str]:
    yield f"# {text(spelled_range(report.start, report.end))}"
    head = [text(report.timezone), code(report.database)]
    if report.compared:
        before = spelled_range(report.compared.start, report.compared.end)
        head.insert(0, text(f"compared with {before}"))
    if report.where:
        head.append(f"where {code(report.where)}")
    if report.sites not in ((), ("",)):
        head.append("site " + ", ".join(code(site or NONE) for site in report.sites[:3]))
    yield " · ".join(head)
    yield from (text(note) for note in premises(report))
    if report.empty:
        yield text(report.empty)
        return
    for section in report.sections:
        if section.speaks:
            yield from _section(within(report, section))
    if quiet := silence(report):
        yield text(quiet)


def _section(section: Section) -> Iterator[str]:
    section = crossed(known(section))
    yield f"## {text(section.title)}"
    section, left_out = folded(section)
    if section.rows:
        yield _numbers(section) if section.single else _table(section)
    if section.more:
        yield f"… {section.more:,} more"
    yield from (text(note) for note in (*left_out, *section.notes))
    inner = {each.name: each for each in section.inner}
    if "latest_days" in inner:
        yield _days(inner["latest_days"], inner["change"])


def _table(section: Section) -> str:
    """A column each, but changes in brackets behind their number where they have no neighbour."""
    columns = section.columns
    inside = beside(columns)
    shown = [n for n, column in enumerate(columns) if column.title and n not in inside.values()]
    names = [
        text(f"{columns[n].title} (change)" if n in inside else columns[n].title) for n in shown
    ]
    rows = [
        [_cell(row[n], columns[n]) + _bracketed(row, inside.get(n)) for n in shown]
        for row in section.rows
    ]
    return _lines(names, [columns[n] for n in shown], rows)


def _bracketed(row: tuple[Value, ...], place: int | None) -> str:
    if place is None or row[place] is None:
        return ""
    return f" ({cell(row[place], Kind.CHANGE)})"


def _numbers(section: Section) -> str:
    """The summary: a number a row, beside it what it was before and its change."""
    values = dict(zip((column.name for column in section.columns), section.rows[0], strict=True))
    rows = []
    most = 0
    for column in section.columns:
        if not column.title or column.of:
            continue
        others = [other for other in section.columns if other.of == column.name]
        most = max(most, len(others))
        rows.append(
            [text(column.title), *(_cell(values[each.name], each) for each in (column, *others))]
        )
    names = ["", "now", "before", "change"][: most + 2] if most else ["", ""]
    kinds = [Kind.TEXT, *[Kind.COUNT] * (len(names) - 1)]
    columns = [Column("", "", kind) for kind in kinds]
    return _lines(names, columns, rows)


def _days(days: Section, change: Section) -> str:
    """The latest day, the one before it, and the change: a count a row."""
    latest, before = days.dicts()
    names = [
        counted_until(days) or "latest day",
        *(str(day["label"] or day["day"]) for day in (latest, before)),
        "change",
    ]
    columns = [Column("", "", Kind.TEXT), *[Column("", "", Kind.COUNT)] * 3]
    rows = [
        [
            text(column.title),
            *(cell(day[column.name], Kind.COUNT) for day in (latest, before)),
            cell(value, column.kind),
        ]
        for column, value in zip(change.columns, change.rows[0], strict=True)
    ]
    return _lines(names, columns, rows)


def _lines(names: list[str], columns: list[Column], rows: list[list[str]]) -> str:
    rule = ["---" if column.kind in LEFT else "---:" for column in columns]
    return "\n".join(f"| {' | '.join(row)} |" for row in (names, rule, *rows))


def _cell(value: Value, column: Column) -> str:
    shown = cell(value, column.kind)
    if column.kind not in TEXTS or not isinstance(value, str):
        return shown.replace("<", r"\<")  # <0.1%
    return shown if _WORDS.fullmatch(shown) else code(shown)


def text(words: str) -> str:
    """Return a text of the program as Markdown that shows just this."""
    return _ACTIVE.sub(r"\\\g<0>", plain(words))


def code(words: str) -> str:
    r"""Return a text as code. A pipe stands between two spans, escaped.

    Inside of one, a backslash before it could be taken for the one that escapes it, and the pipe
    for the border of a cell.
    """
    return r"\|".join(_span(part) for part in plain(words).split("|"))


def _span(words: str) -> str:
    if not words:
        return ""
    ticks = "`" * (1 + max(map(len, _TICKS.findall(words)), default=0))
    # One blank at each end belongs to the span, where there are two.
    padded = words[0] == "`" or words[-1] == "`" or (words[0] == words[-1] == " ")
    inside = f" {words} " if padded and words.strip() else words
    return f"{ticks}{inside}{ticks}"
