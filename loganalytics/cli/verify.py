# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics verify-privacy`."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loganalytics.cli import streams
from loganalytics.cli.options import (
    LOG,
    database_option,
    keep_query_option,
    pixel_option,
    wait_option,
)
from loganalytics.cli.process import forbid_core_dumps

if TYPE_CHECKING:
    from loganalytics.engine import Connection
    from loganalytics.model_report import Report, Section, Value
    from loganalytics.ops.verify_places import Haystack

_WIDTH = 160  # of the report on a terminal: the most there is room for
_DATE = re.compile(r"\d{4}-")


@click.command("verify-privacy")
@click.argument("log", nargs=-1, required=True, type=LOG)
@database_option
@wait_option()
@click.option(
    "--format",
    "log_format",
    metavar="FORMAT",
    help="The LogFormat or log_format string of the logs, where one was needed to ingest them: it "
    "names users, agents and cookies that nothing else shows.",
)
@pixel_option
@keep_query_option("Leave this parameter out, which tells pages apart")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def verify_privacy(
    ctx: click.Context,
    log: tuple[str, ...],
    database: Path,
    wait: float,
    log_format: str | None,
    pixel: str,
    keep_query: tuple[str, ...],
    as_json: bool,
) -> None:
    """Search the database for whatever its logs hold of people.

    LOG is what was ingested: files, patterns, folders, or - for standard input. They are read
    again, by other means than an ingest does. Every address, forwarded address, agent, user,
    cookie and query value in them is looked for, in clear and as common hashes, in every byte of
    the database and of what lies beside it, in every value of its tables, in its reports, and in
    what programs left in folders of temporary files.

    Exit code 1 if anything was found. What was found is told by its kind, its place and the line
    of the log, never by what it is.
    """
    from loganalytics.cli.verified import as_document, print_result
    from loganalytics.ops.verify import verify
    from loganalytics.ops.verify_places import gather
    from loganalytics.ops.verify_values import Collector
    from loganalytics.parse.formats import from_option
    from loganalytics.reports.opening import open_database
    from loganalytics.sources import expand

    if not pixel.startswith("/"):
        raise click.BadParameter("a path begins with '/'", param_hint="'--pixel'")
    named = None if log_format is None else from_option(log_format)
    collector = Collector(pixel, named, keep_query)
    forbid_core_dumps()
    sources = expand(log)
    with open_database(database, wait) as connection:
        report, reports = _reports(connection, database)
        places = gather(connection, database, [Path(source.name) for source in sources])
    with _status() as tell:
        collector.read(sources, lambda source, *_: tell(f"Reading {source.label}"))
        tell("Searching")
        result = verify(
            database,
            places,
            collector.values,
            reports,
            own_report="\n".join(text for _, text in _printed(_emptied(report))),
            cores=os.cpu_count() or 1,
        )
    with streams.left_alone():  # the exit code is the result
        if as_json:
            click.echo(as_document(result))
        else:
            print_result(result)
    known, shown = result.pages
    if known and not shown:
        click.echo(
            f"loganalytics: none of the {known:,} paths in {database} stands in these logs: are "
            "they those that were ingested into it?",
            err=True,
        )
    if result.finds:
        ctx.exit(1)


@contextmanager
def _status() -> Iterator[Callable[[str], None]]:
    """Says on a terminal what is being done; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    from loganalytics.render.cells import plain

    with Console(stderr=True).status("") as status:
        yield lambda text: status.update(Text(plain(text)))


def _reports(connection: Connection, database: Path) -> tuple[Report, list[Haystack]]:
    """The report of all that the database holds, and what each format prints of it."""
    from loganalytics.cli.clock import wall_clock
    from loganalytics.ops.verify_places import report_of
    from loganalytics.reports.build import Request, build

    request = Request(start="1970-01-01", by="month")
    report = build(connection, database, request, wall_clock())
    cells = [text for section in report.sections for text in _texts(section)]
    return report, [report_of(f"report ({name})", text, cells) for name, text in _printed(report)]


def _printed(report: Report) -> Iterator[tuple[str, str]]:
    from loganalytics.render import as_csv, as_json, terminal

    screen = io.StringIO()
    terminal.write(report, screen, width=_WIDTH, colour=False)
    yield "terminal", screen.getvalue()
    yield "json", as_json.dumps(report)
    yield "csv", as_csv.dumps(report)


def _texts(section: Section) -> Iterator[str]:
    yield from (value for row in section.rows for value in row if isinstance(value, str))
    for inner in section.inner:
        yield from _texts(inner)


def _emptied(report: Report) -> Report:
    """The report without any text that came from a log: what it says of every database."""
    sections = tuple(_section_emptied(section) for section in report.sections)
    return replace(report, sites=(), sections=sections)


def _section_emptied(section: Section) -> Section:
    rows = tuple(tuple(_blank(value) for value in row) for row in section.rows)
    return replace(section, rows=rows, inner=tuple(map(_section_emptied, section.inner)))


def _blank(value: Value) -> Value:
    if isinstance(value, datetime) or not isinstance(value, str) or _DATE.match(value):
        return value
    return ""
