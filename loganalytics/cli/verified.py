# SPDX-License-Identifier: GPL-3.0-or-later
"""What `verify-privacy` prints: what was searched for and where, what was excepted and found."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from dataclasses import asdict

import click

from loganalytics.ops.verify import Verification
from loganalytics.ops.verify_search import Find
from loganalytics.render.cells import plain

HASHES = ("MD5", "SHA-1", "SHA-256", "FNV-1a", "DuckDB's own")
_MARGIN, _WIDTH = 12, 80
_PLURALS = {"address": "addresses", "forwarded address": "forwarded addresses"}
_MOST = 40  # finds that people are shown


def print_result(result: Verification) -> None:
    """Print it for people, in 80 columns."""
    for title, lines in _paragraphs(result):
        for line in lines:
            for piece in textwrap.wrap(
                line,
                _WIDTH - _MARGIN,
                subsequent_indent="  ",
                break_long_words=False,  # the name of a file can be copied
                break_on_hyphens=False,
            ):
                click.echo(f"{title:<{_MARGIN}}{plain(piece)}")
                title = ""


def as_document(result: Verification) -> str:
    """The result as JSON; `result` is 'clean' or 'found'."""
    document = asdict(result)
    known, shown = document.pop("pages")
    finds = document.pop("finds")
    return json.dumps(
        {
            "result": "found" if finds else "clean",
            **document,
            "hashes": HASHES,
            "paths": {"stored": known, "in_these_logs": shown},
            "finds": finds,
        },
        ensure_ascii=True,
        indent=2,
    )


def _paragraphs(result: Verification) -> Iterator[tuple[str, list[str]]]:
    yield "Read again", [f"{_count(len(result.sources), 'log')}, {_count(result.lines, 'line')}"]
    kinds = [_count(number, kind) for kind, number in result.values.items()]
    yield (
        "Looked for",
        [
            f"{', '.join(kinds)}: in clear, and as {', '.join(HASHES[:-1])} and {HASHES[-1]} hash",
            f"{_count(result.pairs, 'pair')} of an address and an agent, as hashes of both; "
            f"{_count(result.hashed, 'text')} hashed",
        ],
    )
    files = [f"{name}: {_size(size)}" for name, size in result.files.items()]
    yield (
        "Searched",
        [
            *files,
            f"{_count(result.tables, 'table')}: {_count(result.cells, 'value')}",
            *(f"{name}: {_size(size)}" for name, size in result.reports.items()),
            f"{_count(len(result.folders), 'folder')} for temporary files of loganalytics or "
            "DuckDB" + (f", {result.unread} of them not readable" if result.unread else ""),
        ],
    )
    excepted = [
        f"{_count(number, 'value')}: {reason}" for reason, number in result.excepted.items()
    ]
    yield (
        "Excepted",
        [
            f"{_count(result.by_design, 'value')} of parameters that are stored by design (path, "
            "title, referrer, resolution, event, utm_source and the other utm_ ones)",
            *excepted,
        ],
    )
    known, shown = result.pages
    yield "Paths", [f"{shown:,} of {known:,} stored paths stand in these logs"]
    if not result.finds:
        yield "Found", ["nothing"]
        return
    more = len(result.finds) - _MOST
    told = [_told(find) for find in result.finds[:_MOST]]
    yield "FOUND", [*told, *([f"and {more:,} more finds, see --json"] if more > 0 else [])]


def _told(find: Find) -> str:
    text = f"{find.kind}, {find.how}, in {find.where}: {_count(find.values, 'value')}"
    text += f", {_count(find.times, 'time')}"
    return f"{text}; first in line {find.line:,} of {find.source}" if find.line else text


def _size(size: int) -> str:
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:,.0f} kB"


def _count(number: int, of: str) -> str:
    return f"{number:,} {of if number == 1 else _PLURALS.get(of, f'{of}s')}"
