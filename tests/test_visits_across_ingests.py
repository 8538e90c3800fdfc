# SPDX-License-Identifier: GPL-3.0-or-later
"""A log that is ingested in parts comes to what it comes to at once."""

from __future__ import annotations

import gzip
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from loganalytics.ingest.held import Held
from tests import oracle_lines
from tests.comparing import stored
from tests.conftest import Ingest, Run
from tests.logs import combined, query, text, write
from tests.test_together import cuts

SUMS = "select sum(pageviews)::int, sum(visits)::int, sum(visitors)::int from activity"


def counts(database: Path) -> dict[str, object]:
    """Every count but the pairs, which stay those of each ingest; events over all pages."""
    found: dict[str, object] = dict(stored(database))
    del found["pairs"]
    of_page = found.pop("events")
    assert isinstance(of_page, dict)
    events: dict[tuple[str, ...], tuple[int, ...]] = {}
    for (*name, _), (hits, visitors) in of_page.items():
        before = events.get(tuple(name), (0, 0))
        events[tuple(name)] = (before[0] + hits, before[1] + visitors)
    found["events"] = events
    return found


def parts_of(lines: list[str], seed: int) -> list[list[str]]:
    """Two to five parts."""
    chance = random.Random(seed)
    cuts = sorted(chance.sample(range(1, len(lines)), chance.randrange(1, 5)))
    return [lines[a:b] for a, b in zip([0, *cuts], [*cuts, len(lines)], strict=True)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "logs"
    made.mkdir()
    return made


@pytest.fixture
def lines() -> list[str]:
    return oracle_lines.lines(5, 500, "combined")


def test_of_many_small_files_beside_a_log_the_lines_are_counted_again_as_one_chunk(
    ingest: Ingest, database: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone each takes a tenth of a second: beside hundreds, one more line took minutes."""
    logs = [
        write(folder / f"{n:03}.log", [combined(60 * n, f"/{n % 7}", size=n)]) for n in range(120)
    ]
    ingest(*logs[:-1])
    grown = logs[50]  # it is not named, and what is new in it is not counted
    write(grown, [combined(60 * 50, "/1", size=50), combined(9 * 3600, "/new")])
    gone = logs[70]
    gone.rename(gone.with_suffix(".txt"))
    document: dict[str, Any] = {}
    cut = cuts(monkeypatch, lambda: document.update(ingest(logs[-1])))
    (source,) = document["sources"]
    assert (source["hits"], source["cut_edges"]) == (1, 0)
    assert query(database, SUMS) == [(120, 1, 1)]
    assert cut <= 4  # the new line; the known ones; those of what grew


def test_of_small_files_beside_a_log_those_that_are_others_by_now_are_not_taken_for_what_they_were(
    ingest: Ingest, database: Path, folder: Path
) -> None:
    logs = [
        write(folder / f"{n}.log", [combined(60 * n + m, f"/{m}", size=10 * n + m) for m in (0, 9)])
        for n in range(5)
    ]
    ingest(*logs[:-1])
    # Its first line is still the one that is known.
    write(logs[2], [combined(120, "/0", size=20), combined(130, "/else", size=7)])
    (source,) = ingest(logs[-1])["sources"]
    assert source["cut_edges"] == 1
    assert query(database, SUMS) == [(10, 2, 2)]


@pytest.mark.parametrize("turned", [False, True])
def test_an_event_of_the_next_day_goes_on_with_the_visit_whichever_log_comes_first(
    ingest: Ingest, database: Path, folder: Path, turned: bool
) -> None:
    midnight = 12 * 3600
    logs = [
        write(folder / "access.log.1", [combined(midnight - 600, "/b")]),
        write(folder / "access.log", [combined(midnight + 300, "/pixel.gif?event=x&path=/a")]),
    ]
    for log in reversed(logs) if turned else logs:
        (source,) = ingest(log)["sources"]
        assert source["cut_edges"] == 0
    bounces = query(database, "select sum(visits)::int, sum(bounces)::int from activity")
    assert bounces == [(1, 0)]


def test_what_cannot_be_looked_at_beside_a_log_cuts_no_visit(
    ingest: Ingest, database: Path, folder: Path
) -> None:
    ingest(write(folder / "access.log.1", [combined(0, "/a")]))
    for number in range(40):  # whatever the order of a folder is, one comes before the log
        (folder / f"loop{number}").symlink_to(f"loop{number}")
    ingest(write(folder / "access.log", [combined(60, "/b")]))
    assert query(database, SUMS) == [(2, 1, 1)]


@pytest.fixture
def straight(ingest: Ingest, tmp_path: Path, lines: list[str]) -> dict[str, object]:
    """What all lines come to at once."""
    whole = tmp_path / "whole.duckdb"
    ingest("--db", whole, "--timezone", "Asia/Kolkata", write(tmp_path / "whole.log", lines))
    return counts(whole)


@pytest.fixture
def ingest_part(ingest: Ingest) -> Ingest:
    def part(*arguments: object, **options: int) -> dict[str, object]:
        return ingest("--timezone", "Asia/Kolkata", "--format", "combined", *arguments, **options)

    return part


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize("order", ["forwards", "backwards", "at once", "in two runs"])
def test_files_in_any_order(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    ingest_part: Ingest,
    run: Run,
    database: Path,
    folder: Path,
    lines: list[str],
    straight: dict[str, object],
    order: str,
    seed: int,
    many: bool,
) -> None:
    if many:  # as with millions of views, and of distinct texts
        request.getfixturevalue("many_views")
        monkeypatch.setattr(
            Held, "forget_values", lambda held: held._parser.lookups.forget_unused()
        )
    files = []
    for n, part in enumerate(parts_of(lines, seed)):
        if n % 3 == 1:
            files.append(folder / f"{n}.log.gz")
            files[-1].write_bytes(gzip.compress(text(part)))
        else:
            files.append(write(folder / f"{n}.log", part))
    runs = [[file] for file in files]
    if order == "backwards":
        runs.reverse()
    elif order == "at once":
        runs = [files]
    elif order == "in two runs":
        random.Random(seed).shuffle(files)
        runs = [files[:2], files[2:]]
    for some in runs:
        if some:
            ingest_part(*some)
    assert counts(database) == straight
    assert query(database, "select sum(cut_edges)::int from ingests") == [(0,)]
    assert run("check").exit_code == 0


@pytest.mark.parametrize("seed", range(2))
def test_a_file_that_grows(
    ingest_part: Ingest,
    database: Path,
    folder: Path,
    lines: list[str],
    straight: dict[str, object],
    seed: int,
) -> None:
    done: list[str] = []
    for part in parts_of(lines, seed):
        done += part
        ingest_part(write(folder / "access.log", done))
    assert counts(database) == straight


@pytest.mark.parametrize("seed", range(2))
def test_a_file_that_is_rotated_and_compressed_while_it_is_read_now_and_then(
    ingest_part: Ingest,
    database: Path,
    folder: Path,
    lines: list[str],
    straight: dict[str, object],
    seed: int,
) -> None:
    live = folder / "access.log"
    for part in parts_of(lines, seed):
        half = len(part) // 2
        if half and seed:
            ingest_part(write(live, part[:half]))
        write(live, part)
        for age in range(8, 1, -1):
            packed = folder / f"access.log.{age}.gz"
            if packed.exists():
                packed.rename(folder / f"access.log.{age + 1}.gz")
        yesterday = folder / "access.log.1"
        if yesterday.exists():
            (folder / "access.log.2.gz").write_bytes(gzip.compress(yesterday.read_bytes()))
        shutil.move(live, yesterday)
        ingest_part(yesterday)
    assert counts(database) == straight


def test_a_visit_that_goes_on_over_three_files_and_midnight(
    ingest: Ingest, run: Run, database: Path, folder: Path
) -> None:
    # From 10:00 on, every 25 minutes, 40 views: 16:15 hours, over midnight.
    views = [combined(1500 * n, f"/{n}") for n in range(40)]
    for n, part in enumerate((views[:3], views[3:35], views[35:])):
        ingest(write(folder / f"{n}.log", part))
    assert query(database, SUMS) == [(40, 1, 2)]
    assert query(database, "select sum(seconds)::int, sum(bounces)::int from activity") == [
        (39 * 1500, 0)
    ]
    assert query(
        database,
        "select path, sum(entries)::int, sum(exits)::int from pages group by all "
        "having sum(entries) <> 0 or sum(exits) <> 0 order by all",
    ) == [("/0", 1, 0), ("/39", 0, 1)]
    assert run("check").exit_code == 0


def test_a_request_and_its_pixel_in_two_files_are_one_view(
    ingest: Ingest, database: Path, folder: Path
) -> None:
    ingest(write(folder / "a.log", [combined(0, "/a")]))
    ingest(write(folder / "b.log", [combined(1, "/pixel.gif?path=%2Fa&title=A")]))
    assert query(database, SUMS) == [(1, 1, 1)]
    assert query(database, "select sum(pageviews)::int from pages") == [(1,)]


def test_a_bot_and_who_downloads_are_one_visitor_of_a_day(
    ingest: Ingest, database: Path, folder: Path
) -> None:
    for n in range(2):
        bot = combined(n, "/", agent="Googlebot/2.1")
        ingest(write(folder / f"{n}.log", [bot, combined(n, "/a.pdf"), combined(n, size=n)]))
    for table in ("bots", "downloads"):
        assert query(database, f"select sum(hits)::int, sum(visitors)::int from {table}") == [
            (2, 1)
        ]


@pytest.mark.parametrize("why", ["gone", "elsewhere", "other site", "other excludes", "forgotten"])
def test_where_the_earlier_log_cannot_be_had_it_is_said_how_many_may_be_cut(
    ingest: Ingest, run: Run, database: Path, folder: Path, tmp_path: Path, why: str
) -> None:
    first = write(folder / "a.log", [combined(0, "/a"), combined(60, "/b")])
    ingest(first)
    options: list[object] = []
    if why == "gone":
        first.unlink()
    elif why == "elsewhere":
        first.rename(tmp_path / "a.log")
    elif why == "other site":
        options = ["--site", "www.example"]
    elif why == "other excludes":
        options = ["--exclude", "/no/*"]
    else:
        assert run("forget", "--path", "/b", "--yes").exit_code == 0
    told = ingest(*options, write(folder / "b.log", [combined(120, "/c")]))
    assert told["sources"][0]["cut_edges"] == (0 if why == "other site" else 1)
    assert query(database, "select sum(visits)::int from activity") == [(2,)]
    assert query(database, "from joins") == []


def test_a_visitor_of_two_sites_is_one_of_each(
    ingest: Ingest, database: Path, folder: Path
) -> None:
    for n, site in enumerate(("a.example", "b.example")):
        ingest("--site", site, write(folder / f"{n}.log", [combined(60 * n)]))
    assert query(database, SUMS) == [(2, 2, 2)]


def test_a_gap_that_is_filled_later(ingest: Ingest, run: Run, database: Path, folder: Path) -> None:
    """Two logs of two days, which share nothing until the one between them comes."""
    night = 16 * 3600
    ingest(write(folder / "a.log", [combined(0, "/a")]))
    ingest(write(folder / "c.log", [combined(night + 600, "/d")]))
    assert query(database, SUMS) == [(2, 2, 2)]
    between = write(folder / "b.log", [combined(600, "/b"), combined(night, "/c")])
    told = ingest(between)
    assert told["sources"][0]["cut_edges"] == 0
    assert query(database, SUMS) == [(4, 2, 2)]
    assert query(database, "select sum(seconds)::int, sum(bounces)::int from activity") == [
        (1200, 0)
    ]
    assert run("check").exit_code == 0


def test_logs_of_two_hosts_and_then_one_of_both(
    ingest: Ingest, database: Path, folder: Path
) -> None:
    for name, first, second in (("x", "a", ""), ("y", "", "b"), ("z", "a", "b")):
        at = " xyz".index(name) * 600
        lines = [f"{host}.example:443 {combined(at)}" for host in (first, second) if host]
        ingest(write(folder / f"{name}.log", lines))
    assert query(database, f"{SUMS} group by site order by site") == [(2, 1, 1), (2, 1, 1)]


def test_logs_in_which_a_proxy_is_named_now_and_then_are_of_one_format(
    ingest: Ingest, database: Path, folder: Path
) -> None:
    """As nginx's packages log: what X-Forwarded-For says stands last, '-' where nothing."""
    ingest(write(folder / "a.log", [combined(n, f"/{n}") + ' "-"' for n in range(3)]))
    proxied = combined(70, "/c", who="198.51.100.9") + ' "203.0.113.9"'
    ingest(write(folder / "b.log", [combined(60, "/b") + ' "-"', proxied]))
    assert query(database, SUMS) == [(5, 2, 2)]
    assert query(database, "select distinct format from ingests") == [("nginx_main",)]


def test_lines_that_grew_behind_a_known_log_are_not_counted_with_it(
    ingest: Ingest, database: Path, folder: Path
) -> None:
    first = write(folder / "a.log", [combined(0, "/a")])
    ingest(first)
    write(first, [combined(0, "/a"), combined(30, "/late")])  # not ingested yet
    ingest(write(folder / "b.log", [combined(60, "/b")]))
    assert query(database, SUMS) == [(2, 1, 1)]
    ingest(first)
    assert query(database, SUMS) == [(3, 1, 1)]


def test_who_is_there_for_days_is_left_out_and_told(
    ingest: Ingest, run: Run, database: Path, folder: Path
) -> None:
    # A monitor that poses as a browser comes every 20 minutes, for ten days; one log a day.
    days = [[combined(86_400 * day + 1200 * n) for n in range(72)] for day in range(10)]
    files = [write(folder / f"{n}.log", day) for n, day in enumerate(days)]
    for file in files:
        ingest(file)
    visits, cut = query(
        database,
        "select (select sum(visits)::int from activity), (select sum(cut_edges)::int from ingests)",
    )[0]
    assert visits == 1 + cut
    assert 0 < cut < 10
    assert run("check").exit_code == 0
