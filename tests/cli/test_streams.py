# SPDX-License-Identifier: GPL-3.0-or-later
"""Streams that are closed, full or read no further: what is asked for fails, messages do not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Run, database_of
from tests.logs import many, query, write

PROGRAM = [sys.executable, "-m", "loganalytics"]
FULL = "stdout cannot be written (No space left on device)"
CLOSED = "stdout is closed; nothing was printed"

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return write(tmp_path / "a.log", many(40))


@pytest.fixture
def filled(database: Path, log: Path) -> Path:
    database.write_bytes(database_of(tuple(log.read_text().splitlines())))
    return database


def shell(where: str, database: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the program with streams redirected as the shell has it."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {where}', "sh", *PROGRAM, *map(str, arguments)],
        env={**os.environ, "LOGANALYTICS_DB": str(database)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(("where", "said"), [("> /dev/full", FULL), (">&-", CLOSED)])
@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check", "--help"),
        ("help", "definitions", "visits"),
        ("check",),
        ("status",),
        ("report", "summary", "--format", "csv"),
    ],
    ids=" ".join,
)
def test_what_was_asked_for_and_cannot_be_printed_is_exit_code_4(
    filled: Path, where: str, said: str, arguments: tuple[str, ...]
) -> None:
    done = shell(where, filled, *arguments)
    assert (done.returncode, done.stderr) == (4, f"loganalytics: {said}\n")


@pytest.mark.parametrize(("where", "said"), [("> /dev/full", FULL), (">&-", CLOSED)])
def test_a_result_that_cannot_be_printed_is_no_find(
    filled: Path, log: Path, where: str, said: str
) -> None:
    done = shell(where, filled, "verify-privacy", log)
    assert (done.returncode, done.stderr) == (4, f"loganalytics: {said}\n")


def test_who_reads_no_further_makes_no_find(filled: Path, log: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [*PROGRAM, "verify-privacy", "--db", str(filled), str(log)]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, timeout=120, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("check",),
        ("report",),
        ("report", "--format", "csv"),
        ("report", "--format", "json"),
        ("sql", "from v_pages"),
        ("ingest", "--json"),
    ],
    ids=" ".join,
)
def test_who_reads_no_further_is_no_bug(
    filled: Path, log: Path, arguments: tuple[str, ...]
) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [*PROGRAM, *arguments, *([str(log)] if "ingest" in arguments else [])]
    done = subprocess.run(
        command,
        stdout=writer,
        stderr=subprocess.PIPE,
        env={**os.environ, "LOGANALYTICS_DB": str(filled)},
        timeout=120,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize(("where", "said"), [("> /dev/full", FULL), (">&-", CLOSED)])
def test_what_was_ingested_stays_where_its_summary_cannot_be_printed(
    database: Path, log: Path, where: str, said: str
) -> None:
    done = shell(where, database, "ingest", "--json", log)
    assert done.returncode == 4
    assert done.stderr == f"loganalytics: {said}; what was ingested is in the database\n"
    assert query(database, "select sum(hits) from traffic") == [(40,)]


def test_what_failed_before_is_told_rather_than_that_it_cannot_be_printed(
    database: Path, log: Path
) -> None:
    database.write_text("no database\n" * 1000)
    done = shell("> /dev/full", database, "ingest", "--json", log)
    assert done.returncode == 4
    assert done.stderr.endswith("is no DuckDB database; name another file with --db\n")


@pytest.mark.parametrize("where", [">&-", "2>&-", "2>/dev/full", "<&- >&- 2>&-"])
@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_an_ingest_that_has_nothing_to_print_or_nobody_to_tell_is_done(
    database: Path, log: Path, where: str, quiet: tuple[str, ...]
) -> None:
    assert shell(where, database, "ingest", *quiet, log).returncode == 0
    assert query(database, "select sum(hits) from traffic") == [(40,)]


@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-"])
@pytest.mark.parametrize(
    ("arguments", "left"),
    [
        (("compact",), 1),
        (("undo", "1", "--yes"), 0),
        (("prune", "--older-than", "2027", "--yes"), 1),
        (("forget", "--site", "", "--yes"), 1),
    ],
    ids=str,
)
def test_a_message_that_cannot_be_printed_changes_nothing(
    filled: Path, where: str, arguments: tuple[str, ...], left: int
) -> None:
    file = filled.stat().st_ino
    assert shell(where, filled, *arguments).returncode == 0
    assert filled.stat().st_ino != file
    assert query(filled, "select count(*) from ingests") == [(left,)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("undo", "1"),
        ("forget", "--path", "/*"),
        ("prune", "--older-than", "2027"),
        ("prune", "--keep", "9d"),
    ],
    ids=" ".join,
)
def test_without_stdin_nobody_can_be_asked(filled: Path, arguments: tuple[str, ...]) -> None:
    before = filled.read_bytes()
    done = shell("<&-", filled, *arguments)
    assert done.returncode == 2
    assert "without a terminal nobody can be asked" in done.stderr
    assert filled.read_bytes() == before


def test_without_stdin_there_is_nothing_to_read_from_it(filled: Path) -> None:
    assert shell("<&-", filled, "sql", "-").returncode == 2
    assert shell("<&-", filled, "ingest", "-").returncode == 3


def test_no_file_gets_the_number_of_a_stream_that_is_closed(filled: Path, log: Path) -> None:
    program = (
        "import os\n"
        "from loganalytics.cli import streams\n"
        "streams.secure()\n"
        f"print(os.open({str(log)!r}, os.O_RDONLY) > 2, file=open({str(log)!r} + '.out', 'w'))\n"
    )
    command = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", program]
    assert subprocess.run(command, timeout=60, check=False).returncode == 0
    assert log.with_name("a.log.out").read_text() == "True\n"


@pytest.mark.parametrize("length", [300, 245])  # of the name, or of names that are made of it
@pytest.mark.parametrize("command", ["ingest", "report", "status", "check", "backup", "prune"])
def test_a_name_that_is_too_long_is_one_line(
    run: Run, filled: Path, log: Path, length: int, command: str
) -> None:
    name = filled.with_name("a" * length)
    arguments = {
        "ingest": ("ingest", log, "--db", name),
        "backup": ("backup", name),
        "prune": ("prune", "--keep", "off", "--db", name),
    }.get(command, (command, "--db", name))
    result = run(*arguments)
    assert result.exit_code in (2, 4) or (length, command) == (245, "backup"), result.output
    assert "bug" not in result.stderr
    assert len(result.stderr.splitlines()) == 1
