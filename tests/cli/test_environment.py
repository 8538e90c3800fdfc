# SPDX-License-Identifier: GPL-3.0-or-later
"""Where cron runs it: without home, terminal and locale, under any umask."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run
from tests.logs import combined, many, query, write

PROGRAM = [sys.executable, "-m", "loganalytics"]


@pytest.mark.parametrize("mask", [0o000, 0o777])
def test_with_an_empty_environment_and_any_umask_files_are_the_users_alone(
    tmp_path: Path, mask: int
) -> None:
    log, database = write(tmp_path / "a.log", many(30)), tmp_path / "made" / "book.duckdb"

    def run(*arguments: object) -> None:
        done = subprocess.run(
            [*PROGRAM, *map(str, arguments), "--db", str(database)],
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            preexec_fn=lambda: os.umask(mask) and None,
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, b""), (arguments, done.stderr)

    run("ingest", "--quiet", log)
    run("report", "--format", "html", "-o", tmp_path / "page.html")
    run("backup", tmp_path / "copy.duckdb")
    run("export", "--quiet", tmp_path / "exported")
    made = [database, *(tmp_path / name for name in ("page.html", "copy.duckdb", "exported"))]
    for path in (*made, *(tmp_path / "exported").iterdir()):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
    assert query(database, "select sum(hits) from traffic") == [(30,)]


def test_a_user_without_a_home_is_told_to_name_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = (
        "import os, sys\n"
        "os.path.expanduser = lambda path: path\n"  # what it does for a user nobody knows
        "from loganalytics.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "ingest", write(tmp_path / "a.log", many(3))],
        env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "name the database with --db" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.log"]


def test_a_tilde_that_no_shell_took_away_is_the_home_folder(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    write(home / "a.log", many(3))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(tmp_path)
    assert run("ingest", "~/a.log", "--db", "~/own/a.duckdb").exit_code == 0
    assert run("backup", "~/b.duckdb", "--db", "~/own/a.duckdb").exit_code == 0
    assert sorted(path.name for path in home.iterdir()) == ["a.log", "b.duckdb", "own"]
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_folder_that_cannot_be_written_and_a_folder_as_database_are_said_to_be_such(
    run: Run, tmp_path: Path
) -> None:
    log = write(tmp_path / "a.log", many(3))
    folder = tmp_path / "folder"
    folder.mkdir()
    for command in (["ingest", log], ["report"]):
        result = run(*command, "--db", folder)
        assert result.exit_code == 4
        assert result.stderr == f"loganalytics: {folder} is a folder; name a file with --db\n"
    if os.geteuid() == 0:  # who may write into any folder but those of the kernel
        book = Path("/sys/book.duckdb")
    else:
        folder.chmod(0o500)
        book = folder / "book.duckdb"
    result = run("ingest", log, "--db", book)
    assert result.exit_code == 4
    assert f"{book}: cannot be made (" in result.stderr


@pytest.mark.parametrize("command", ["ingest", "backup", "compact"])
def test_in_a_folder_that_was_removed_whole_paths_are_asked_for(
    run: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    log = write(tmp_path / "a.log", [combined()])
    assert run("ingest", "--quiet", "--db", database, log).exit_code == 0
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    asked = {
        "ingest": ("ingest", "--db", "new.duckdb", log),
        "backup": ("backup", "--db", database, "copy.duckdb"),
        "compact": ("compact", "--db", "new.duckdb"),
    }
    result = run(*asked[command])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "loganalytics: this folder was removed: go to one that is there, or name whole paths\n"
    )
    assert run("status", "--db", database).exit_code == 0
