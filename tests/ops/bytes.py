# SPDX-License-Identifier: GPL-3.0-or-later
"""Databases with something in them that is to be gone, and a look at every byte."""

from __future__ import annotations

from pathlib import Path

import duckdb

PLANTED = "heatherquillwort"


def plant(database: Path, count: int = 200) -> None:
    """Put texts into `recent` and delete them again, as when the list is cut."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "insert into recent select 1, timestamp '2026-10-10 12:00:00', '', "
            f"'/{PLANTED}/' || md5(i::varchar), 'desktop', 'Firefox', 'Linux', true "
            f"from range({count}) t(i)"
        )
        connection.execute("checkpoint")
        connection.execute(f"delete from recent where path like '/{PLANTED}/%'")


def occurrences(database: Path, text: str = PLANTED) -> int:
    """How often a text stands in the bytes of a database and of all beside it."""
    return sum(
        path.read_bytes().count(text.encode())
        for path in database.parent.iterdir()
        if database.name in path.name
    )


def rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in the order in which it stands."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() where not internal order by all"
        ).fetchall()
        return {name: connection.execute(f'from "{name}"').fetchall() for (name,) in tables}
