# SPDX-License-Identifier: GPL-3.0-or-later
"""A place to run in whose every folder is known, and statements that can be broken on purpose."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loganalytics.cli.main import cli
from loganalytics.engine import connection

Alter = Callable[[str, Callable[[str], str]], None]


class Desk:
    """Fresh folders: the working one, that of temporary files, the database's and the logs'."""

    def __init__(self, root: Path) -> None:
        self.work, self.temporary, self.data, self.logs = (
            root / name for name in ("work", "tmp", "data", "logs")
        )
        for folder in (self.work, self.temporary, self.data, self.logs):
            folder.mkdir(parents=True)
        self.database = self.data / "web.duckdb"
        self.folders = (self.work, self.temporary, self.data)  # where something could be left

    def log(self, name: str, content: str | bytes) -> Path:
        """Write a log."""
        path = self.logs / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, *arguments: object, stdin: str | None = None) -> Result:
        """Run the command with this database."""
        return CliRunner().invoke(
            cli,
            [str(argument) for argument in arguments],
            input=stdin,
            env={"LOGANALYTICS_DB": str(self.database), "COLUMNS": "300"},
        )

    def ingest(self, *arguments: object, stdin: str | None = None) -> Result:
        """Ingest, and insist that it works."""
        result = self.run("ingest", *arguments, stdin=stdin)
        assert result.exit_code == 0, result.stderr
        return result

    def files(self) -> list[str]:
        """Names of all files left behind."""
        return sorted(
            path.name for folder in self.folders for path in folder.rglob("*") if path.is_file()
        )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return settle(tmp_path, monkeypatch)


def settle(root: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Make a desk and sit down at it."""
    desk = Desk(root)
    monkeypatch.chdir(desk.work)
    monkeypatch.setenv("TMPDIR", str(desk.temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return desk


@pytest.fixture
def alter(monkeypatch: pytest.MonkeyPatch) -> Alter:
    """Change the text of a statement, given its name and a function of its text."""

    def change(name: str, of: Callable[[str], str]) -> None:
        sound = connection.statement
        text = sound(name)
        changed = of(text)
        assert changed != text, f"the mutant of {name} changes nothing"
        monkeypatch.setattr(
            connection, "statement", lambda asked: changed if asked == name else sound(asked)
        )

    return change


@pytest.fixture(autouse=True)
def _process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run on one core, which is faster for small logs, and leave the process as it was."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    mask, handler = os.umask(0o022), signal.getsignal(signal.SIGTERM)
    os.umask(mask)
    yield
    os.umask(mask)
    signal.signal(signal.SIGTERM, handler)
