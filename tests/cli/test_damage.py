# SPDX-License-Identifier: GPL-3.0-or-later
"""Of a damaged database every command says which file it is and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from loganalytics.engine import BLOCK, Connection, EngineError
from tests.conftest import Run, database_of
from tests.logs import many, write

ADVICE = "Put a backup in its place, or ingest the logs again into a new database"
COMMANDS = {
    "report": ("report",),
    "status": ("status",),
    "check": ("check",),
    "sql": ("sql", "from pages"),
    "export": ("export", "out"),
    "compact": ("compact",),
    "backup": ("backup", "copy.duckdb"),
    "undo": ("undo", "1", "--yes"),
    "merge": ("merge", "other.duckdb"),
    "ingest": ("ingest", "b.log"),
    "verify-privacy": ("verify-privacy", "a.log"),
}


@pytest.fixture
def filled(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database, another one, and logs; in the current folder."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.log", many(60))
    write(tmp_path / "b.log", many(60, start=100))
    write(tmp_path / "c.log", many(9, start=200))
    database.write_bytes(database_of(tuple(many(60))))
    (tmp_path / "other.duckdb").write_bytes(database_of(tuple(many(9, start=200))))
    return database


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_was_cut_is_named_and_a_backup_advised(
    run: Run, filled: Path, command: str
) -> None:
    whole = filled.read_bytes()
    filled.write_bytes(whole[: _first_block(filled) + 1000])
    files = sorted(filled.parent.iterdir())
    result = run(*COMMANDS[command])
    assert result.exit_code == 4
    said = f"loganalytics: {filled} is damaged: it is shorter than it was. {ADVICE}\n"
    assert result.stderr.endswith(said)
    assert sorted(filled.parent.iterdir()) == files


@pytest.mark.parametrize("command", ["report", "sql", "compact", "check"])
def test_a_database_with_other_bytes_is_named_and_a_backup_advised(
    run: Run, filled: Path, command: str
) -> None:
    damaged = bytearray(filled.read_bytes())
    for place in range(_first_block(filled) + 100, len(damaged), BLOCK):
        damaged[place : place + 100] = bytes(each ^ 0xFF for each in damaged[place : place + 100])
    filled.write_bytes(damaged)
    result = run(*COMMANDS[command])
    assert result.exit_code == 4
    assert f"{filled} is damaged: its bytes are not those that were written." in result.stderr


def _first_block(database: Path) -> int:
    """Where the first block with rows begins: behind the headers."""
    with duckdb.connect(str(database), read_only=True) as connection:
        ((blocks,),) = connection.execute(
            "select min(block_id) from pragma_storage_info('pages') where block_id >= 0"
        ).fetchall()
    return 3 * 4096 + int(blocks) * BLOCK


@pytest.mark.parametrize("failure", ["out of memory", "IOException"])
def test_a_database_that_cannot_be_read_just_now_is_not_called_a_foreign_one(
    run: Run, filled: Path, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    sound = Connection.run

    def failing(connection: Connection, name: str, /, **parameters: Any) -> Any:
        if name == "store/meta":
            raise EngineError(name, failure)
        return sound(connection, name, **parameters)

    monkeypatch.setattr(Connection, "run", failing)
    result = run("ingest", "b.log")
    assert result.exit_code == 4
    assert result.stderr == (
        f"loganalytics: {filled} cannot be read: the statement store/meta failed ({failure})\n"
    )


@pytest.mark.parametrize("table", ["meta (other integer)", "another (key varchar)"])
def test_a_foreign_database_is_called_one(
    run: Run, tmp_path: Path, database: Path, table: str
) -> None:
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"create table {table}")
    result = run("ingest", write(tmp_path / "a.log", many(9)))
    assert result.exit_code == 4
    assert f"{database} is no database of loganalytics" in result.stderr
