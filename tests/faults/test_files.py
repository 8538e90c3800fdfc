# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are taken away, cut or replaced while an ingest is at work."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.faults.trials import Step, Trials, beside, broken
from tests.logs import large, many, query, write

pytestmark = pytest.mark.soak


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Two small sources, and one that is taken alone."""
    small = {"a": 60, "b": 40}
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


@pytest.mark.parametrize("by", ["", "an empty one", "an older one"])
def test_of_a_database_that_goes_meanwhile_all_is_counted_into_the_one_that_is_there(
    trials: Trials, tmp_path: Path, paths: list[Path], store: Path, by: str, points: int
) -> None:
    first = write(tmp_path / "first.log", many(30, start=20_000))
    other = tmp_path / "other.duckdb"
    if by == "an older one":
        assert trials.run("ingest", "--db", other, first).code == 0
    elif by:
        assert trials.run("ingest", "--db", other, write(tmp_path / "none", many(1))).code == 0
        assert trials.run("undo", "1", "--yes", "--db", other).code == 0
    assert trials.run("ingest", "--db", store, first).code == 0
    before = store.read_bytes()
    arguments = ("ingest", "--quiet", "--db", store, *paths)
    steps = trials.steps(*arguments)
    chance = random.Random(points)
    # From when it was first looked into, to the last transaction.
    begin = next(n for n, step in enumerate(steps) if step.name == "store/contents")
    end = max(n for n, step in enumerate(steps) if step.name == "detach")
    for at in chance.sample(range(begin, end + 1), points // 8):
        store.write_bytes(before)
        do = ("replace", store, other) if by else ("remove", store)
        done = trials.run(*arguments, at=at, do=do)
        point = (at, steps[at].name, done)
        assert done.code in (0, 75, 4), point
        assert "Traceback" not in done.stderr, point
        assert not broken(store), point
        assert beside(store) == [], point
        stored = {name for (name,) in query(store, "select source from ingests")}
        if not done.code:  # what it said is done can be found
            late = {path.name for path in paths} - stored
            told = {"a.log", "b.log"} if any_stored_before(steps, at) else set()
            assert late <= told, point
        assert trials.run("ingest", "--quiet", "--db", store, first, *paths).code == 0
        assert not broken(store), point
        assert query(store, "select sum(hits) from traffic") == [(2030,)], point


def any_stored_before(steps: list[Step], at: int) -> bool:
    """Whether the first transaction was over before a step, so that it went with the file."""
    return any(step.name == "detach" for step in steps[:at])


@pytest.mark.parametrize("what", ["remove", "truncate", "empty"])
@pytest.mark.parametrize("name", ["a.log", "large.log"])
def test_a_source_that_is_cut_or_goes_while_it_is_read_is_counted_as_far_as_it_was_read(
    trials: Trials,
    tmp_path: Path,
    paths: list[Path],
    store: Path,
    what: str,
    name: str,
    points: int,
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for path in paths:
        shutil.copy(path, kept)
    victim = tmp_path / name
    arguments = ("ingest", "--quiet", "--db", store, *paths)
    steps = trials.steps(*arguments)
    whole = query(store, "select sum(hits) from traffic")
    chance = random.Random(points)
    for at in chance.sample(range(len(steps)), points // 8):
        store.unlink(missing_ok=True)
        for path in kept.iterdir():
            shutil.copy(path, tmp_path)
        size = victim.stat().st_size
        do = {
            "remove": ("remove", victim),
            "truncate": ("truncate", victim, size // 2 + 7),
            "empty": ("truncate", victim, 0),
        }[what]
        done = trials.run(*arguments, at=at, do=do)
        point = (at, steps[at].name, done)
        assert done.code in (0, 3), point
        assert "Traceback" not in done.stderr, point
        if done.code:
            assert done.stderr == f"loganalytics: {victim}: no such file\n", point
        assert not broken(store), point
        lines = dict(query(store, "select source, lines - incomplete from ingests"))
        for path in paths:
            most = len((kept / path.name).read_bytes().splitlines())
            assert lines.get(path.name, 0) <= most, point
            if path != victim:
                assert lines[path.name] == most, point
        shutil.copy(kept / name, tmp_path)  # the rest of it comes: only that is counted
        assert trials.run(*arguments).code == 0
        assert not broken(store), point
        assert query(store, "select sum(hits) from traffic") == whole, point
