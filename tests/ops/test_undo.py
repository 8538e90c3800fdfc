# SPDX-License-Identifier: GPL-3.0-or-later
"""What is undone was never there, and can be ingested again."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import pytest

from tests.comparing import stored
from tests.conftest import Ingest, Run
from tests.logs import combined, exact, query, write
from tests.ops.bytes import PLANTED, occurrences, rows

DAY = 86_400
# What may differ between two databases of the same logs: numbers of ingests, and when they were.
ASIDE = {"ingests": {0, 1, 6}}


def seen(database: Path, *, but: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but the numbers of ingests, in the order of their values."""
    found = {}
    for table, all_rows in rows(database).items():
        aside = ASIDE.get(table, set() if table == "meta" else {0})
        cut = [tuple(v for n, v in enumerate(row) if n not in aside) for row in all_rows]
        if table not in but:
            found[table] = sorted(cut, key=repr)
    return found


def three_days(folder: Path) -> list[Path]:
    """Three logs; a visit goes on from each into the next."""
    paths = []
    for day in range(3):
        start = day * DAY
        lines = [combined(start - 600, "/before", who="192.0.2.7", size=day)] if day else []
        for n in range(14):
            at = start + n * 900
            lines.append(combined(at, f"/p{n % 4}", who=f"192.0.2.{n % 5}", size=1000 + n))
            lines.append(combined(at + 1, "/doc.pdf", who=f"192.0.2.{n % 5}", size=n))
            lines.append(combined(at + 2, "/", who="192.0.2.250", agent="Googlebot/2.1"))
        lines.append(combined(start + DAY - 660, f"/only{day}", who="192.0.2.7", size=7))
        paths.append(write(folder / f"day{day}.log", lines))
    return paths


def test_the_database_is_as_if_it_had_never_seen_the_newest(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    logs = three_days(tmp_path)
    ingest(*logs[:2])
    before = seen(database), exact(database)
    ingest(logs[2])
    result = run("undo", 4, "--yes")
    assert result.exit_code == 0, result.output
    assert (seen(database), exact(database)) == before


@pytest.mark.parametrize("which", [0, 1, 2], ids=["oldest", "middle", "newest"])
def test_the_sums_are_as_if_it_had_never_seen_the_log(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path, which: int
) -> None:
    logs = three_days(tmp_path)
    for log in logs:
        ingest(log)
    (ids,) = query(database, "select list(ingest_id order by ingest_id) from ingests")[0]
    assert run("undo", ids[which], "--yes").exit_code == 0
    without = tmp_path / "without.duckdb"
    for n, log in enumerate(logs):
        if n != which:
            ingest("--db", without, log)
    assert stored(database) == stored(without)
    assert run("check").exit_code == 0


def test_visits_that_an_ingest_in_between_held_together_are_cut_again(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    for n, start in enumerate((0, 1200, 2400)):
        ingest(write(tmp_path / f"{n}.log", [combined(start, f"/{n}"), combined(start + 60)]))
    assert query(database, "select sum(visits)::int from activity") == [(1,)]
    (ids,) = query(database, "select list(ingest_id order by ingest_id) from ingests")[0]
    assert run("undo", ids[0], "--yes").exit_code == 0
    assert query(database, "select sum(visits)::int, sum(bounces)::int from activity") == [(2, 0)]
    assert query(database, "select cut_edges from ingests order by ingest_id") == [(0,), (1,)]
    assert run("check").exit_code == 0


def test_what_joins_that_stay_hold_together_is_not_cut(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    logs = [write(tmp_path / f"{n}.log", [combined(600 * n, f"/{n}", size=n)]) for n in range(3)]
    for log in logs:
        ingest(log)
    for _ in range(2):
        (newest,) = query(database, "select max(ingest_id) from ingests")[0]
        assert run("undo", newest, "--yes").exit_code == 0
        assert query(database, "select sum(visits)::int from activity") == [(1,)]
        assert query(database, "select cut_edges from ingests") == [(0,), (0,)]
        ingest(logs[2])
    assert query(database, "select cut_edges from ingests") == [(0,), (0,), (0,)]


def test_cut_visits_are_known_of_whatever_goes_next(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest(*(write(tmp_path / f"{n}.log", [combined(600 * n, f"/{n}", size=n)]) for n in range(4)))
    (ids,) = query(database, "select list(ingest_id order by ingest_id) from ingests")[0]
    assert run("undo", ids[0], "--yes").exit_code == 0
    cut = "select cut_edges > 0 from ingests order by ingest_id"
    assert query(database, cut) == [(False,), (True,), (True,)]
    assert run("undo", ids[3], "--yes").exit_code == 0
    assert query(database, "select sum(visits)::int from activity") == [(2,)]
    assert query(database, cut) == [(False,), (True,)]
    assert run("undo", ids[1], "--yes").exit_code == 0
    assert query(database, cut) == [(False,)]


def test_an_undo_names_the_ingests_that_it_parts_and_what_makes_them_whole_again(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    logs = [write(tmp_path / f"{n}.log", [combined(1200 * n, f"/{n}", size=n)]) for n in range(4)]
    for log in logs:
        ingest(log)
    straight = stored(database)
    (ids,) = query(database, "select list(ingest_id order by ingest_id) from ingests")[0]

    def said(*numbers: int) -> str:
        refused = run("undo", *numbers)  # nobody is there to say yes
        assert refused.exit_code == 2
        return " ".join(refused.stderr.split("Visits that go on among ")[1:]).split(" were")[0]

    assert said(ids[3]) == ""  # the others were joined before it came
    assert said(ids[1]) == f"{ids[0]}, {ids[2]} and {ids[3]}"
    assert said(ids[2]) == f"{ids[0]}, {ids[1]} and {ids[3]}"
    assert said(ids[1], ids[2]) == f"{ids[0]} and {ids[3]}"
    assert said(*ids[1:]) == ""
    assert run("undo", ids[1], "--yes").exit_code == 0
    assert query(database, "select sum(visits)::int from activity") == [(3,)]
    assert run("undo", ids[0], *ids[2:], "--yes").exit_code == 0
    for log in logs:
        ingest(log)
    assert stored(database) == straight


def test_nothing_is_negative_when_all_are_undone_in_any_order(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest(*three_days(tmp_path))
    numbers = [n for (n,) in query(database, "select ingest_id from ingests")]
    for number in (numbers[1], numbers[0], numbers[2]):
        assert run("undo", number, "-y").exit_code == 0
        sums = query(
            database,
            "select sum(pageviews), sum(visits), sum(visitors), sum(bounces) from activity "
            "group by bucket, site",
        )
        assert all(value >= 0 for row in sums for value in row)
    assert [table for table, found in rows(database).items() if found] == ["meta"]


def test_the_log_can_be_ingested_again_and_gives_the_same(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    logs = three_days(tmp_path)
    first = [ingest(log) for log in logs]
    before = stored(database)
    for log, told in zip(logs[:2], first, strict=False):
        number = query(database, f"select ingest_id from ingests where source = '{log.name}'")[0][0]
        assert run("undo", number, "-y").exit_code == 0
        assert ingest(log)["sources"][0]["outcomes"] == told["sources"][0]["outcomes"]
        assert ingest(*logs)["totals"]["hits"] == 0
        assert stored(database) == before


def test_what_another_ingest_pushed_out_of_the_latest_does_not_come_back(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    views = [combined(n, f"/{n}", who=f"192.0.2.{n}") for n in range(60)]
    ingest(write(tmp_path / "a", views[:30]))
    ingest(write(tmp_path / "b", views[30:]))
    assert run("undo", 2, "-y").exit_code == 0
    assert len(rows(database)["recent"]) == 20  # of the 30, for 10 had made room


def test_the_bytes_are_gone(run: Run, ingest: Ingest, database: Path, tmp_path: Path) -> None:
    ingest(write(tmp_path / "a", [combined(n, f"/{n}") for n in range(9)]))
    paths = [f"/{PLANTED}/{n * 7919 % 1000}" for n in range(60)]
    ingest(write(tmp_path / "b", [combined(n * 60, path) for n, path in enumerate(paths)]))
    assert occurrences(database) > 0
    assert run("undo", 2, "--yes").exit_code == 0
    assert occurrences(database) == 0
    assert query(database, "select sum(pageviews) from pages") == [(9,)]


def test_it_says_what_it_removes_and_what_it_removed(
    run: Run, ingest: Ingest, tmp_path: Path
) -> None:
    ingest(write(tmp_path / "a.log", [combined(0), combined(60, "/b"), combined(1, "/x.css")]))
    result = run("undo", 1, "--yes")
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0].startswith("ingest 1: a.log, 20")
    assert lines[0].endswith(" UTC, 3 lines, 2 pageviews, 1 visit")
    assert lines[1] == "Removed 1 ingest: 2 pageviews, 1 visit, 3 hits."
    assert "was written again" in lines[2]


def test_pageviews_of_a_path_that_was_forgotten_are_removed_and_told_too(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest(*three_days(tmp_path))
    assert run("forget", "--path", "/p*", "--yes").exit_code == 0
    sums = "select sum(pageviews)::integer, sum(visits)::integer from activity"
    before = query(database, sums)[0]
    result = run("undo", "1", "--yes")
    after = query(database, sums)[0]
    assert before[0] - after[0] > 14  # those of /p0 to /p3 are among them
    pageviews, visits = before[0] - after[0], before[1] - after[1]
    assert f"Removed 1 ingest: {pageviews} pageviews, {visits} visits," in result.stderr


def test_without_a_terminal_it_asks_for_yes(run: Run, ingest: Ingest, database: Path) -> None:
    ingest(write(database.with_name("a.log"), [combined(0)]))
    before = database.read_bytes()
    result = run("undo", 1)
    assert result.exit_code == 2
    assert "add --yes" in result.stderr
    assert database.read_bytes() == before


def _at_a_terminal() -> None:
    """Make standard input the terminal of this process, whose Ctrl-C it does not ignore.

    A shell that runs the tests in the background lets them, and what they start, ignore it.
    """
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("answer", "code", "left"), [(b"y\n", 0, 0), (b"n\n", 0, 1), (b"\n", 0, 1), (b"\x03", 130, 1)]
)
def test_on_a_terminal_it_asks(
    ingest: Ingest, database: Path, answer: bytes, code: int, left: int
) -> None:
    ingest(write(database.with_name("a.log"), [combined(0)]))
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "loganalytics", "undo", "1", "--db", str(database)],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_at_a_terminal,
    ) as process:
        assert process.stderr is not None
        said = b""
        while not said.endswith(b"[y/N] "):
            byte = process.stderr.read(1)
            assert byte, said
            said += byte
        os.write(ours, answer)
        try:
            stdout, rest = process.communicate(timeout=60)
        finally:
            process.kill()  # or leaving the block would wait for it for ever
    os.close(ours)
    os.close(theirs)
    assert (process.returncode, stdout) == (code, b""), rest
    assert f"Remove it from {database}?".encode() in said
    assert len(rows(database)["ingests"]) == left
    assert (b"othing was changed" in rest) == bool(left)


def test_several_are_undone_at_once_and_unknown_ones_not_at_all(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    ingest(*three_days(tmp_path))
    before = database.read_bytes()
    result = run("undo", 1, 7, "--yes")
    assert (result.exit_code, database.read_bytes()) == (2, before)
    assert result.stderr == f"loganalytics: {database} has no ingest 7; its latest are 1, 2, 3\n"
    assert run("undo", 3, 1, 3, "--yes").exit_code == 0
    assert query(database, "select ingest_id from ingests") == [(2,)]


def test_the_beginning_of_a_log_that_grew_stays_known_and_that_is_said(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    log = tmp_path / "a.log"
    lines = [combined(n * 60, f"/{n}") for n in range(12)]
    for count in (3, 7, 12):
        ingest(write(log, lines[:count]))
    result = run("undo", 1, "-y")
    assert "was continued by 2, 4" in result.stderr
    assert ingest(log)["totals"]["outcomes"]["already_ingested"] == 12  # nothing twice
    assert query(database, "select sum(pageviews) from pages") == [(9,)]
    # All of it undone, it is new.
    assert "continued" not in run("undo", 2, 4, "-y").stderr
    assert ingest(log)["totals"]["pageviews"] == 12


def test_the_end_of_a_log_that_grew_can_be_ingested_again(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    log = tmp_path / "a.log"
    lines = [combined(n * 60, f"/{n}") for n in range(12)]
    for count in (5, 12):
        ingest(write(log, lines[:count]))
    assert run("undo", 2, "-y").exit_code == 0
    outcomes = ingest(log)["totals"]["outcomes"]
    assert (outcomes["already_ingested"], outcomes["pageview"]) == (5, 7)
    assert query(database, "select sum(pageviews) from pages") == [(12,)]
