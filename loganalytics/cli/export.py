# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics export`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loganalytics import __version__
from loganalytics.cli import stopping
from loganalytics.cli.options import ANY_PATH, database_option, wait_option

if TYPE_CHECKING:
    from loganalytics.reports.opening import Meta

_PARQUET = """\
DuckDB makes the database again of these files:

    .read schema.sql
    insert into pages by name select * from 'pages.parquet';

and so on for each table.
"""
_CSV = """\
A text that a spreadsheet would run as a formula begins with an apostrophe that
is not in the database. An empty text is "", null is nothing.
"""


@click.command("export")
@click.argument("folder", metavar="DIR", type=ANY_PATH)
@click.option(
    "--format",
    "form",
    type=click.Choice(("parquet", "csv"), case_sensitive=False),
    default="parquet",
    show_default=True,
    help="Parquet keeps types and every value as it is.",
)
@database_option
@wait_option()
@click.option("-q", "--quiet", is_flag=True, help="Print nothing unless something fails.")
def export(folder: Path, form: str, database: Path, wait: float, quiet: bool) -> None:
    """Write all that the database holds to files.

    One file a table goes into DIR, which must not exist or be empty, with the schema (schema.sql)
    and what each number means (README.txt). DIR appears when all is written, or not at all. The
    database is only read.

    In CSV a text that a spreadsheet would run as a formula begins with an apostrophe, and an empty
    text is "" where null is nothing.
    """
    from loganalytics.cli.asking import say
    from loganalytics.ops.export import export as write
    from loganalytics.reports.opening import open_database, read_meta

    stopping.on_sigterm()
    os.umask(0o077)  # whatever is made is the user's alone
    with open_database(database, wait) as connection:
        meta = read_meta(connection, database)
        rows = write(connection, folder, form, {"README.txt": _readme(database, form, meta)})
    if not quiet:
        say(f"{folder}: {len(rows)} tables, {sum(rows.values()):,} rows")


def _readme(database: Path, form: str, meta: Meta) -> str:
    from loganalytics.model_definitions import DEFINITIONS
    from loganalytics.render import definitions

    minutes = int(meta.bucket.total_seconds()) // 60
    return f"""\
All tables of {database.name}, written by loganalytics {__version__}.

schema.sql says what each table and column is. Every count is a sum: add up the
rows of a range. Times are UTC; a bucket has {minutes} minutes; days are cut in the
time zone {meta.zone.key}; pairs of fewer than k = {meta.k} visitors are folded.

{_PARQUET if form == "parquet" else _CSV}
What the numbers mean
---------------------

{definitions.dumps(DEFINITIONS, width=80)}"""
