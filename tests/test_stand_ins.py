# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in for a table that a database of an earlier version lacks is as that table is."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from loganalytics.engine import statement

Columns = dict[str, list[tuple[str, str]]]
_SQL = (
    "select table_name, column_name, data_type from duckdb_columns() "
    "where database_name = ? and not internal order by table_name, column_index"
)


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(statement("store/schema"))
        yield connection


def _columns(connection: duckdb.DuckDBPyConnection, catalog: str) -> Columns:
    found: Columns = {}
    for table, name, kind in connection.execute(_SQL, [catalog]).fetchall():
        found.setdefault(table, []).append((name, kind))
    return {table: sorted(columns) for table, columns in found.items()}


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("ops/no_joins", 1),
        ("ops/no_requests", 4),
        ("ops/no_response_times", 1),
        ("ops/no_sums", 3),
        ("ops/no_day_sums", 6),
        ("reports/no_sums", 3),
        ("reports/no_day_sums", 6),
    ],
)
def test_it_has_the_columns_of_the_table(
    name: str, tables: int, database: duckdb.DuckDBPyConnection
) -> None:
    real = _columns(database, "memory")
    database.execute(statement(name))
    made = {
        table.removeprefix("old_"): columns for table, columns in _columns(database, "temp").items()
    }
    assert len(made) == tables
    assert made == {table: real[table] for table in made}
    database.execute(f"select count(*) from {'old_' * name.startswith('ops')}{min(made)}")
    assert database.fetchall() == [(0,)]


def test_the_sums_that_are_added_later_are_those_of_a_new_database(
    database: duckdb.DuckDBPyConnection,
) -> None:
    database.execute("attach ':memory:' as db")
    database.execute(statement("store/upgrade_sums"))
    made = database.execute(
        "select table_name, replace(sql, 'db.', '') from duckdb_tables() where database_name = 'db'"
    ).fetchall()
    real = dict(
        database.execute(
            "select table_name, sql from duckdb_tables() where database_name = 'memory'"
        ).fetchall()
    )
    assert len(made) == 9
    assert dict(made) == {table: real[table] for table, _ in made}
