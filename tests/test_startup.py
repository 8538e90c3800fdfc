# SPDX-License-Identifier: GPL-3.0-or-later
"""A command imports what it needs and nothing else: that is what it starts by."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.conftest import two_days

ROOT = Path(__file__).parent.parent
# Run in a process of its own, as the installed script runs: what was imported, by its first name,
# and the rooms of the house.
PROGRAM = """
import json, sys
before = set(sys.modules)
from loganalytics.cli.main import cli
try:
    cli()
except SystemExit as end:
    code = end.code
names = [name.split(".") for name in set(sys.modules) - before]
print(json.dumps([
    code or 0,
    sorted({name[0] for name in names}),
    sorted({name[1] for name in names if name[0] == "loganalytics" and len(name) > 1}),
]), file=sys.stderr)
"""
# Of the standard library, what would cost a start as much as a library does.
SLOW = {"asyncio", "multiprocessing", "unittest", "sqlite3", "ssl", "xml", "logging", "concurrent"}
ASKED = {
    "alike",
    "asked",
    "cli",
    "engine",
    "errors",
    "model",
    "model_report",
    "spelling",
    "render",
    "reports",
    "timings",
    "zones",
}

Seen = tuple[set[str], set[str]]


def seen_by(*arguments: str, database: Path = Path("no.duckdb")) -> Seen:
    """The libraries and the rooms that a command imported; it must succeed."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "LOGANALYTICS_DB": str(database), "PYTHONPATH": str(ROOT)},
    )
    code, modules, rooms = json.loads(run.stderr.splitlines()[-1])
    assert code == 0, run.stderr
    assert run.stdout
    own = {"loganalytics"} | {name for name in modules if name.startswith("_sysconfigdata")}
    return (set(modules) - sys.stdlib_module_names - own) | (set(modules) & SLOW), set(rooms)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_days(tmp_path_factory.mktemp("startup") / "book.duckdb")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("--help",),
        ("ingest", "--help"),
        ("report", "--help"),
        ("export", "--help"),
        ("sql", "--help"),
        ("status", "--help"),
        ("snippet", "--help"),
        ("snippet", "--url", "https://stats.example"),
    ],
    ids=" ".join,
)
def test_what_prints_a_text_imports_click_alone(arguments: tuple[str, ...]) -> None:
    libraries, rooms = seen_by(*arguments)
    assert libraries == {"click"}
    assert rooms <= {"alike", "cli", "errors", "model_report", "timings"}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_report_for_programs_imports_duckdb_and_nothing_to_draw_with(
    form: str, database: Path
) -> None:
    libraries, rooms = seen_by("report", "--format", form, database=database)
    assert libraries == {"click", "duckdb", "_duckdb"}
    assert rooms <= ASKED


def test_a_report_on_a_terminal_imports_rich_too_but_nothing_that_reads_logs(
    database: Path,
) -> None:
    libraries, rooms = seen_by("report", database=database)
    assert libraries == {"click", "duckdb", "_duckdb", "rich"}
    assert rooms <= ASKED | {"data"}  # names of countries


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_report_as_a_text_is_not_drawn_for_a_terminal(form: str, database: Path) -> None:
    libraries, rooms = seen_by("report", "--format", form, database=database)
    assert libraries <= {"click", "duckdb", "_duckdb", "rich"}
    assert rooms <= ASKED | {"data", "model_definitions"}


# What DuckDB's allocator was told when it was loaded, where it is the one that can be told.
_DECAY = """
import ctypes, sys
from loganalytics import engine
library = ctypes.CDLL(sys.modules["_duckdb"].__file__)
if hasattr(library, "duckdb_je_mallctl"):
    value, size = ctypes.c_ssize_t(), ctypes.c_size_t(8)
    name = b"opt.dirty_decay_ms"
    library.duckdb_je_mallctl(name, ctypes.byref(value), ctypes.byref(size), None, 0)
    print(value.value)
"""


@pytest.mark.parametrize(("told", "decay"), [("", "100"), ("dirty_decay_ms:70", "70")])
def test_what_is_freed_goes_back_to_the_system_soon(told: str, decay: str) -> None:
    environment = {name: value for name, value in os.environ.items() if "MALLOC" not in name}
    if told:
        environment["DUCKDB_JE_MALLOC_CONF"] = told
    run = subprocess.run(
        [sys.executable, "-c", _DECAY], env=environment, capture_output=True, text=True, check=True
    )
    if not run.stdout:
        pytest.skip("this DuckDB has another allocator")
    assert run.stdout.split() == [decay]
