# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics sql`."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loganalytics.cli import screen
from loganalytics.cli.options import ROWS, database_option, wait_option
from loganalytics.errors import UsageError

if TYPE_CHECKING:
    from loganalytics.engine.questions import Answer, QueryError

_ROWS = 100  # on a terminal, unless --limit says otherwise
_MEMORY = "50%"  # of the machine's


@click.command("sql")
@click.argument("statement")
@click.option(
    "--format",
    "form",
    type=click.Choice(("terminal", "csv", "json"), case_sensitive=False),
    default="terminal",
    show_default=True,
    help="A table for people, or full values for programs.",
)
@click.option(
    "--limit",
    type=ROWS,
    metavar="N",
    help=f"Rows, 0 for all. Default: {_ROWS} on a terminal, all in CSV and JSON.",
)
@database_option
@wait_option()
def sql(statement: str, form: str, limit: int | None, database: Path, wait: float) -> None:
    """Ask the database in SQL.

    STATEMENT is one statement that reads, in DuckDB's SQL, or - for standard input. It sees the
    tables and views of the database and nothing else: no files, no network, nothing to change.

    \b
    What there is:      loganalytics sql 'show tables'
    A view's columns:   loganalytics sql 'describe v_pages'
    What they mean:     loganalytics help definitions

    Times are UTC; `bucket at time zone 'UTC'` is the same in the database's time zone. CSV texts
    that a spreadsheet would run as a formula begin with an apostrophe.
    """  # noqa: D301 - a real backspace is what click looks for
    from loganalytics.engine.questions import QueryError, ask, confine
    from loganalytics.reports.opening import open_database, read_meta

    if statement == "-":
        if sys.stdin is None:
            raise UsageError("standard input is closed; give the statement as an argument")
        statement = sys.stdin.buffer.read().decode("utf-8", "replace")
    text = statement.encode("utf-8", "replace").decode("utf-8")  # an argument can be any bytes
    rows = (_ROWS if form == "terminal" else 0) if limit is None else limit
    with open_database(database, wait) as connection:
        meta = read_meta(connection, database)
        confine(connection, memory_limit=_MEMORY, zone=meta.zone.key)
        try:
            answer = ask(connection, text)
            with screen.printing():
                _print(answer, form, rows)
        except QueryError as error:
            raise UsageError(_placed(error, text)) from None


def _print(answer: Answer, form: str, limit: int) -> None:
    from loganalytics.render import rows

    found = chain.from_iterable(answer.batches)
    if form == "csv":
        rows.comma_separated(answer.names, found, sys.stdout, limit=limit)
    elif form == "json":
        if len(set(answer.names)) < len(answer.names):
            raise UsageError("two columns have the same name; name them with `as` for JSON")
        ascii_only = not screen.speaks_unicode()
        rows.objects(answer.names, found, sys.stdout, limit=limit, ascii_only=ascii_only)
    else:
        rows.table(
            answer.names,
            answer.types,
            found,
            sys.stdout,
            width=screen.width(),
            limit=limit,
            colour=screen.colour(),
        )


def _placed(error: QueryError, text: str) -> str:
    """The message behind the place it is about, one harmless line."""
    from loganalytics.render.cells import plain

    if error.offset is None:
        return plain(str(error))
    before = text.encode("utf-8")[: error.offset].decode("utf-8", "replace")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return plain(f"line {line}, column {column}: {error}")
