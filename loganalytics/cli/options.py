# SPDX-License-Identifier: GPL-3.0-or-later
"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def default_database() -> Path:
    """Return the database in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("loganalytics") / "loganalytics.duckdb"


def database_option(command: Command) -> Command:
    """Add `--db PATH`, which arrives as `database: Path`."""
    return click.option(
        "--db",
        "database",
        type=click.Path(path_type=Path),
        envvar="LOGANALYTICS_DB",
        show_envvar=True,
        default=default_database,
        metavar="PATH",
        help="The database. Without it: loganalytics.duckdb in your data folder.",
    )(command)
