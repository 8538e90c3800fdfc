# SPDX-License-Identifier: GPL-3.0-or-later
"""Without room, files or memory an ingest says so, and what it stored is whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.trials import Outcome, Trials, beside, broken
from tests.logs import NOON, everything, large, many, query, write

pytestmark = pytest.mark.soak
MB = 1_000_000


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Two small sources, and one that is taken alone."""
    small = {"a": 200, "b": 100}
    return [
        write(tmp_path / f"{name}.log", many(size, start=3000 * place))
        for place, (name, size) in enumerate(small.items())
    ] + [write(tmp_path / "large.log", large(start=6000))]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A database in a folder of its own; not there yet."""
    folder = tmp_path / "db"
    folder.mkdir()
    return folder / "book.duckdb"


def is_said(done: Outcome, *codes: int) -> None:
    """It ended in one of these ways, and said why in one line."""
    assert done.code in codes, done
    assert "Traceback" not in done.stderr, done
    assert "this is a bug" not in done.stderr, done
    if done.code:
        (line,) = done.stderr.splitlines()
        assert line.startswith("loganalytics: "), done


@pytest.mark.parametrize("there", [False, True])
def test_a_file_that_may_not_grow_leaves_whole_ingests(
    trials: Trials, tmp_path: Path, paths: list[Path], store: Path, there: bool, points: int
) -> None:
    write(paths[-1], many(1900, start=6000))  # what is read must have its room in any case
    arguments = ("ingest", "--quiet", "--db", store, *paths)
    if there:
        first = write(tmp_path / "first.log", many(2000, start=20_000))
        assert trials.run("ingest", "--db", store, first).code == 0
    before = store.read_bytes() if there else b""
    assert trials.run(*arguments).code == 0
    whole, size = everything(store), store.stat().st_size
    chance = random.Random(points)
    codes = set()
    for _ in range(points // 4):
        for path in store.parent.iterdir():
            path.unlink()
        if there:
            store.write_bytes(before)
        limit = chance.randrange(300_000, size + 1)
        done = trials.run(*arguments, limits={"FSIZE": limit})
        codes.add(done.code)
        is_said(done, 0, 4)
        if done.code:
            assert str(store) in done.stderr, limit
        assert not broken(store), limit
        assert trials.run(*arguments).code == 0
        assert everything(store) == whole, limit
        # What could not be folded into the file waits in DuckDB's log for the next that writes.
        assert beside(store) in ([], [f"{store.name}.wal"]), limit
    assert 4 in codes


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Trials, Path]]:
    """Trials on a disk of 12 MB, and where it is; seen by them alone."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=12M tmpfs '{disk}'"
    unshare = ("unshare", "-rm", "sh", "-c")
    if (
        shutil.which("unshare") is None
        or subprocess.run([*unshare, mount], capture_output=True, check=False).returncode
    ):
        pytest.skip("nothing can be mounted here")
    (tmp_path / "trials").mkdir()
    before = (*unshare, f'{mount} && exec "$@"', "sh")
    with Trials(tmp_path / "trials", before) as trials:
        yield trials, Path(f"/proc/{trials.pid}/root{disk}")


def test_a_full_disk_leaves_whole_ingests(
    small_disk: tuple[Trials, Path], tmp_path: Path, paths: list[Path], points: int
) -> None:
    trials, disk = small_disk
    store, filler, copy = tmp_path / "disk" / "a.duckdb", disk / "filler", tmp_path / "a.duckdb"
    arguments = ("ingest", "--quiet", "--db", store, *paths)
    assert trials.run(*arguments).code == 0
    shutil.copy(disk / "a.duckdb", copy)
    whole, size = everything(copy), copy.stat().st_size

    def copy_all() -> None:
        for path in tmp_path.glob("a.duckdb*"):
            path.unlink()
        for path in disk.iterdir():
            assert path.name in ("a.duckdb", "a.duckdb.wal")
            shutil.copy(path, tmp_path / path.name)

    chance = random.Random(points)
    codes = set()
    for _ in range(points // 4):
        for path in disk.iterdir():
            path.unlink()
        room = chance.randrange(0, size)
        filler.write_bytes(bytes(12 * 1024 * 1024 - room))
        done = trials.run(*arguments)
        codes.add(done.code)
        is_said(done, 0, 4)
        filler.unlink()
        copy_all()
        if (disk / "a.duckdb").exists():
            assert not broken(copy), room
        assert trials.run(*arguments).code == 0
        copy_all()
        assert everything(copy) == whole, room
    assert 4 in codes


@pytest.mark.parametrize("command", [("compact",), ("backup", "b.duckdb"), ("undo", "1", "--yes")])
def test_what_needs_room_and_has_none_says_so(
    trials: Trials, paths: list[Path], store: Path, command: tuple[str, ...]
) -> None:
    assert trials.run("ingest", "--db", store, *paths).code == 0
    arguments = [str(store.parent / each) if "." in each else each for each in command]
    before = store.read_bytes()
    for limit in (20_000, 600_000):
        done = trials.run(*arguments, "--db", store, limits={"FSIZE": limit})
        assert done.code == 4, done
        assert "File too large" in done.stderr.splitlines()[-1], done
        assert store.read_bytes() == before
        assert [path.name for path in store.parent.iterdir()] == [store.name]


def test_a_full_disk_is_said_by_what_rewrites_a_database(
    small_disk: tuple[Trials, Path], tmp_path: Path, paths: list[Path]
) -> None:
    trials, disk = small_disk
    store, filler = tmp_path / "disk" / "a.duckdb", disk / "filler"
    assert trials.run("ingest", "--db", store, *paths).code == 0
    for room in (0, 30_000, 600_000):
        filler.unlink(missing_ok=True)
        free = os.statvfs(disk)
        filler.write_bytes(bytes(free.f_bavail * free.f_frsize - room))
        for command in (("compact",), ("prune", "--older-than", "2027", "--yes")):
            done = trials.run(*command, "--db", store)
            assert (done.code, "No space left on device" in done.stderr) == (4, True), done
            assert str(store.parent) in done.stderr


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_that_cannot_be_written_is_said_and_reports_go_on(
    small_disk: tuple[Trials, Path], tmp_path: Path, paths: list[Path], there: bool
) -> None:
    trials, disk = small_disk
    store = tmp_path / "disk" / "a.duckdb"
    if there:
        assert trials.run("ingest", "--db", store, paths[0]).code == 0
        (disk / "a.duckdb").chmod(0o444)
    inside = ["nsenter", "-t", str(trials.pid), "-U", "-m", "--preserve-credentials"]
    remount = [*inside, "mount", "-o", "remount,ro", str(tmp_path / "disk")]
    if subprocess.run(remount, capture_output=True, check=False).returncode:
        pytest.skip("nothing can be mounted anew here")
    done = trials.run("ingest", "--db", store, *paths)
    is_said(done, 4)
    assert str(store) in done.stderr
    report = trials.run("report", "--db", store)
    assert (report.code, "Summary" in report.stdout) == ((0, True) if there else (4, False))


@pytest.mark.parametrize("there", [False, True])
def test_without_files_to_open_it_says_so(
    trials: Trials, paths: list[Path], store: Path, there: bool, points: int
) -> None:
    arguments = ("ingest", "--quiet", "--db", store, *paths)
    if there:
        assert trials.run(*arguments[:-1]).code == 0
    before = store.read_bytes() if there else b""
    assert trials.run(*arguments).code == 0
    whole = everything(store)
    codes = []
    for most in range(5, 20, 1 if points >= 40 else 4):
        store.unlink(missing_ok=True)
        if there:
            store.write_bytes(before)
        done = trials.run(*arguments, limits={"NOFILE": most})
        codes.append(done.code)
        assert done.code in (0, 3, 4, 75), (most, done)
        assert "Traceback" not in done.stderr, (most, done)
        assert not broken(store), most
        if most % 4 == 1:
            assert trials.run(*arguments).code == 0
            assert everything(store) == whole, most
    assert codes[0] != 0
    assert codes[-1] == 0


def test_without_memory_it_says_so(
    trials: Trials, paths: list[Path], store: Path, points: int
) -> None:
    arguments = ("ingest", "--quiet", "--db", store, *paths)
    assert trials.run(*arguments).code == 0
    whole = everything(store)
    chance = random.Random(points)
    for _ in range(points // 4):
        store.unlink(missing_ok=True)
        most = chance.randrange(200, 1500) * MB
        # A library that gets no memory may end the process, so that nothing can be said, or have
        # a word of its own before; Python waits for ever for a thread that gets none to begin with.
        done = trials.run(*arguments, limits={"AS": most})
        if done.code not in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGALRM, 127):
            last = done.stderr.splitlines(keepends=True)[-1:]
            is_said(replace(done, stderr="".join(last)), 0, 3, 4, 75)
            assert "this is a bug" not in done.stderr, done
        assert not broken(store), most
        assert trials.run(*arguments).code == 0
        assert everything(store) == whole, most


@pytest.mark.parametrize(
    ("years", "keep"), [(-50, None), (-3, "400d"), (3, "400d"), (40, None), (70, "400d")]
)
def test_a_clock_that_is_wrong_by_years_changes_no_count(
    trials: Trials, paths: list[Path], store: Path, years: int, keep: str | None
) -> None:
    arguments = ("ingest", "--quiet", "--db", store, *paths)
    assert trials.run(*arguments, clock=NOON + 86_400).code == 0
    whole = everything(store)
    store.unlink()
    wrong = NOON + years * 365 * 86_400
    done = trials.run(*arguments[:-1], clock=wrong)
    assert (done.code, done.stderr) == (0, "")
    if keep is not None:
        prune = ("prune", "--keep", keep, "--yes", "--db", store)
        assert trials.run(*prune, clock=wrong).code == 0
        whole["meta"] = sorted([*whole["meta"], ("keep", "400")])
    done = trials.run(*arguments, clock=wrong - 86_400)
    assert done.code == 0
    assert ("no old day was removed" in done.stderr) == (keep is not None and years > 0)
    assert {**everything(store), "meta": sorted(everything(store)["meta"])} == {
        **whole,
        "meta": sorted(whole["meta"]),
    }
    assert not broken(store)
    ((ingested,),) = query(store, "select min(year(ingested)) from ingests")
    assert abs(ingested - 2026 - years) <= 1
