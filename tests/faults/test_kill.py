# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever kills an ingest at whatever moment, what is stored is whole, and a rerun completes it.

`python -m pytest -m soak --points 200` kills at 200 points instead of a few, and at each border of
two steps.
"""

from __future__ import annotations

import random
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from loganalytics.ingest import summing
from loganalytics.ops.rewrite import SUMS
from tests.faults.trials import Step, Trials, beside, broken
from tests.logs import NOON, everything, large, many, write

pytestmark = pytest.mark.soak
SUMMING = {"loganalytics.ingest.summing:RUN": 20}
SCENES = ("creation", "growth", "retention")
DAY = 86_400
LATER = NOON + 30 * DAY  # some days after the last of the lines
assert hasattr(summing, "RUN")


@dataclass
class Scene:
    """An ingest, and what the database holds before it and after it."""

    database: Path
    arguments: tuple[object, ...]
    before: bytes | None
    after: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    options: dict[str, Any] = field(default_factory=dict)

    def restore(self) -> None:
        """Make all as it was before the ingest."""
        for path in self.database.parent.iterdir():
            path.unlink()
        if self.before is not None:
            self.database.write_bytes(self.before)

    def holds(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows, but for those whose tables depend on how many runs there were."""
        return {name: rows for name, rows in everything(self.database).items() if name not in SUMS}


def logs(folder: Path) -> list[Path]:
    """Small sources, one that is large enough to be taken alone, and small ones again."""
    folder.mkdir()
    sizes = {"a": 30, "b": 20, "c": 40, "large": 1900, "d": 20, "e": 9}
    start, paths = 2000, []
    for name, size in sizes.items():
        lines = large(start=start) if name == "large" else many(size, start=start)
        paths.append(write(folder / f"{name}.log", lines))
        start += size
    return paths


@pytest.fixture(scope="module", params=SCENES)
def scene(
    request: pytest.FixtureRequest, trials: Trials, tmp_path_factory: pytest.TempPathFactory
) -> Scene:
    folder = tmp_path_factory.mktemp(request.param)
    database = folder / "db" / "book.duckdb"
    database.parent.mkdir()
    paths = logs(folder / "logs")
    first = write(folder / "first.log", many(200, start=5000))
    old = write(folder / "old.log", many(40, start=0))
    options: dict[str, Any] = {"patch": SUMMING, "clock": LATER}
    before = None
    if request.param != "creation":
        assert trials.run("ingest", "--db", database, first, old, **options).code == 0
        if request.param == "retention":
            keep = trials.run("prune", "--db", database, "--keep", "31d", "--yes", **options)
            assert keep.code == 0, keep.stderr
            options["clock"] += 5 * DAY
        before = database.read_bytes()
    scene = Scene(database, ("ingest", "--quiet", "--db", database, *paths), before)
    scene.options = options
    scene.steps = trials.steps(*scene.arguments, **options)
    scene.after = scene.holds()
    assert not broken(database)
    return scene


def holds_after(scene: Scene, trials: Trials, what: object) -> None:
    """A rerun comes to what a run comes to that nothing stopped."""
    assert not broken(scene.database), what
    rerun = trials.run(*scene.arguments, **scene.options)
    assert (rerun.code, rerun.stdout, rerun.stderr) == (0, "", ""), what
    assert not broken(scene.database), what
    assert scene.holds() == scene.after, what
    # What was committed may wait in DuckDB's log for the next run that writes.
    assert beside(scene.database) in ([], [f"{scene.database.name}.wal"]), what


def test_the_scenes_do_what_their_names_say(scene: Scene) -> None:
    names = [step.name for step in scene.steps]
    created = scene.before is None
    assert ("store/schema" in names) == (created or "retention" in str(scene.database))
    assert names.count("store/add_ingests") == 3
    assert "store/sum_month_pages" in names
    assert ("ops/keep" in names) == ("retention" in str(scene.database))


def test_kill_9_at_any_point_and_a_rerun_come_to_the_same(
    scene: Scene, trials: Trials, points: int
) -> None:
    chance = random.Random(points)
    for _ in range(-(-points // len(SCENES))):
        at = chance.randrange(len(scene.steps))
        delay = chance.random() * scene.steps[at].seconds
        scene.restore()
        point = (at, scene.steps[at].name, delay)
        ended = trials.run(*scene.arguments, at=at, do=("kill", delay), **scene.options)
        assert ended.code in (-signal.SIGKILL, 0), (point, ended)
        holds_after(scene, trials, point)


def test_a_copy_of_the_database_and_its_log_at_any_step_opens_and_holds_whole_ingests(
    scene: Scene, trials: Trials, points: int, tmp_path: Path
) -> None:
    chance = random.Random(points)
    copy = tmp_path / scene.database.name
    ledgers = set()
    for at in chance.sample(range(len(scene.steps)), points // 4):
        scene.restore()
        for path in tmp_path.iterdir():
            path.unlink()
        do = ("copy", scene.database, tmp_path)
        ended = trials.run(*scene.arguments, at=at, do=do, **scene.options)
        point = (at, scene.steps[at].name)
        assert ended.code == 0, (point, ended)
        assert scene.holds() == scene.after, point
        assert not broken(copy), point
        ledgers.add(len(everything(copy).get("ingests", ())))
    before = 0 if scene.before is None else 2
    assert ledgers <= {before, before + 3, before + 4, before + 6}


def test_kill_9_at_the_border_of_two_steps_and_a_rerun_come_to_the_same(
    scene: Scene, trials: Trials, points: int
) -> None:
    chance = random.Random(points)
    borders = range(len(scene.steps))
    for at in borders if points >= 200 else chance.sample(borders, points // 6):
        scene.restore()
        ended = trials.run(*scene.arguments, at=at, do=("kill", 0), **scene.options)
        assert ended.code == -signal.SIGKILL
        holds_after(scene, trials, (at, scene.steps[at].name))


def test_a_log_of_writes_that_ends_anywhere_loses_whole_ingests_only(
    scene: Scene, trials: Trials, points: int, tmp_path: Path
) -> None:
    """As after a loss of power: of what a commit wrote, only the first bytes are on the disk."""
    names = [step.name for step in scene.steps]
    at = names.index("commit", names.index("store/add_ingests")) + 1
    scene.restore()
    trials.run(*scene.arguments, at=at, do=("copy", scene.database, tmp_path), **scene.options)
    copy = tmp_path / scene.database.name
    if scene.before is None:  # it is made elsewhere, and comes to its name when all is on the disk
        assert not copy.exists()
        then = [name for name in names[at:] if not name.startswith("set ")]
        assert then[:3] == ["checkpoint", "detach", "os.link"]
        return
    log = copy.with_name(f"{copy.name}.wal")
    base, written = copy.read_bytes(), log.read_bytes()
    chance = random.Random(points)
    ends = sorted({0, len(written), *(chance.randrange(len(written)) for _ in range(points // 2))})
    held = []
    for end in ends:
        copy.write_bytes(base)
        log.write_bytes(written[:end])
        assert not broken(copy), end
        held.append(len(everything(copy)["ingests"]))
    assert held == sorted(held)
    assert set(held) == {2, held[-1]}
    assert held[-1] > 2
