# SPDX-License-Identifier: GPL-3.0-or-later
"""Sorting and summing what small ingests added changes no number, only how soon it is found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest

from loganalytics import engine
from loganalytics.ingest import summing
from loganalytics.ingest.summing import Part, runs, sum_up
from loganalytics.model import Contents, Settings
from loganalytics.ops.rewrite import SUMS
from loganalytics.reports.day_sums import whole_months_of
from loganalytics.reports.page_sums import whole_months
from loganalytics.store import Store
from loganalytics.zones import days, months
from tests.bench.big_database import build
from tests.conftest import Run
from tests.reports.conftest import counts
from tests.reports.database import make

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 10, 1, 12)
OF_PAGES = {"summed", "month_pages", "latest_titles"}
PAGES = (
    "store/sort_titles",
    "store/drop_unsorted_pages",
    "store/drop_month_pages",
    "store/add_summed",
)
REQUESTS: tuple[tuple[str, ...], ...] = (
    ("--start", "2025-11", "--end", "2025-12"),
    ("--start", "2025-12", "--end", "2025-12", "--site", "www.site-1.example", "--limit", "3"),
    ("--start", "2025-11-30", "--end", "2025-12-01"),
    ("--start", "2025-11-27T07:00", "--end", "2025-12-30T19:00"),
    ("--start", "2025-12-01T01:00", "--end", "2025-12-31T23:00", "--path", "/"),
    ("--start", "2025-11", "--end", "2025-12", "--path", "/blog/*", "--by", "week"),
    ("--start", "2025-11", "--end", "2025-12", "--path", "*_*", "pages"),
    ("--start", "2025-11-27", "--end", "2025-12-30", "--by", "hour"),
    ("--start", "2025-11-29", "--end", "2026-01-05"),
    ("--start", "2025-10-15", "--end", "2025-12-10", "--path", "/*"),
    ("--start", "2025-12-05", "--end", "2025-12-31", "--compare", "previous"),
    ("--start", "2025-11-29", "--end", "2025-12-30", "--site", "www.site-0.example", "--by", "day"),
)


def settle(
    path: Path, patch: pytest.MonkeyPatch, *, rows: int, timezone: str = "UTC", most: int = 1000
) -> None:
    """Sum all that is due with runs of so many rows."""
    patch.setattr(summing, "RUN", rows)
    patch.setattr(summing, "_MOST", most)
    with engine.memory(memory_limit="1GB") as memory:
        sum_up(memory, Store(path, Settings(timezone, 60, 5), Contents()))


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path), read_only=True) as database:
        return database.execute(query).fetchall()


def rows_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {table: ask(path, f"from {table} order by all") for table in ("pages", "titles")}


def reports(run: Run, path: Path) -> list[Any]:
    found = []
    for request in REQUESTS:
        result = run("report", "--db", path, "--format", "json", *request)
        assert result.exit_code == 0, result.output
        found.append(json.loads(result.stdout))
    return found


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """36 nights of two sites, from 26 November to 31 December 2025."""
    path = tmp_path_factory.mktemp("summing") / "nights.duckdb"
    build(path, days=36, sites=2, paths=30, views=120)
    return path


@pytest.fixture
def book(nights: Path, tmp_path: Path) -> Path:
    return shutil.copy(nights, tmp_path / "book.duckdb")


def parts(*rows: int) -> list[Part]:
    return [Part(number, n, NOON, NOON) for number, n in enumerate(rows, start=1)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), []),
        ((9,), []),
        ((10,), [(0, [1])]),
        ((4, 5), []),
        ((4, 6, 1), [(0, [1, 2])]),
        ((4, 7, 3, 7, 2), [(0, [1, 2]), (2, [3, 4])]),
        ((4, 12, 3), [(0, [1]), (1, [2])]),
        ((12, 3, 8), [(0, [1]), (1, [2, 3])]),
    ],
)
def test_ingests_are_divided_into_runs_and_a_large_one_stands_alone(
    rows: Sequence[int], expected: list[tuple[int, list[int]]]
) -> None:
    found = runs(parts(*rows), 0, 10)
    assert [(each.after, [part.ingest_id for part in each.parts]) for each in found] == expected


def test_no_report_changes_when_its_rows_are_sorted_and_summed(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, rows = reports(run, book), rows_of(book)
    settle(book, monkeypatch, rows=700)
    (summed,) = ask(book, "select max(ingest_id) from summed")[0]
    assert 18 < summed < 36  # the last nights are not due yet
    assert len(ask(book, "select distinct month from month_pages")) == 2
    assert ask(book, "select max(ingest_id) from summed_days") == [(summed,)]
    assert len(ask(book, "select distinct day from day_traffic")) == summed
    for table in ("bots", "bot_pages", "bandwidth", "response_times"):
        assert len(ask(book, f"select distinct month from month_{table}")) == 2
    assert rows_of(book) == rows
    assert reports(run, book) == before


def test_month_pages_and_latest_titles_say_what_pages_and_titles_say(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(book, monkeypatch, rows=700)
    sums = "sum(pageviews), sum(visits), sum(entries), sum(exits), sum(bounces), sum(visitors)"
    of_rows = f"""
        select date_trunc('month', bucket)::timestamp as month, site, path, {sums}, sum(seconds)
        from pages where ingest_id <= (select max(ingest_id) from summed) group by all order by all
    """
    kept = (
        f"select month, site, path, {sums}, sum(seconds) from month_pages group by all order by all"
    )
    assert ask(book, kept) == ask(book, of_rows)
    assert ask(book, "select count(*) from month_pages") == [(len(ask(book, kept)),)]
    latest = """
        select site, path, max(day) from titles
        where ingest_id <= (select max(ingest_id) from summed) group by all order by all
    """
    assert ask(book, "select site, path, day from latest_titles order by all") == ask(book, latest)


def test_rows_are_summed_by_and_by_and_each_once(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = reports(run, book)
    marks = []
    for _ in range(2):
        settle(book, monkeypatch, rows=700, most=2)
        marks.append(ask(book, "select ingest_id from summed order by all"))
        assert reports(run, book) == before
    assert [len(each) for each in marks] == [2, 4]
    assert marks[1][:2] == marks[0]


def test_rows_of_a_run_stand_sorted_by_site_and_path(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(book, monkeypatch, rows=700, most=1)
    summed = "where ingest_id <= (select max(ingest_id) from summed)"
    stand = ask(book, f"select site, path, bucket from pages {summed} order by rowid")
    assert stand == sorted(stand)
    assert len(ask(book, f"select distinct ingest_id from pages {summed}")) > 5


@pytest.mark.parametrize(
    "statement",
    [
        "store/sort_titles",
        "store/drop_unsorted_pages",
        "store/drop_month_pages",
        "store/add_summed",
        "store/sum_day_traffic",
        "store/sum_month_response_times",
        "store/add_summed_days",
    ],
)
def test_what_fails_half_way_changes_nothing(
    book: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    rows = rows_of(book)
    whole = engine.Connection.run

    def failing(self: engine.Connection, name: str, /, **parameters: object) -> list[engine.Row]:
        if name == statement:
            raise engine.EngineError(name, "out of memory")
        return whole(self, name, **parameters)

    monkeypatch.setattr(engine.Connection, "run", failing)
    settle(book, monkeypatch, rows=700)
    assert rows_of(book) == rows
    # What is summed by itself may be whole: either all of it or nothing.
    empty = SUMS if statement in PAGES else SUMS - OF_PAGES
    assert {name for name in SUMS if not ask(book, f"from {name}")} == empty


def test_months_begin_at_midnight_of_the_databases_zone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "ingest_id bucket site path pageviews visits"
    path = make(
        tmp_path / "berlin.duckdb",
        {"timezone": "Europe/Berlin"},
        pages=[
            counts(page, 1, datetime(2026, 9, 30, 21), "a.example", "/", 1, 1),  # 23:00
            counts(page, 1, datetime(2026, 9, 30, 22), "a.example", "/", 10, 10),  # 00:00 of 1 Oct
            counts(page, 2, datetime(2026, 10, 31, 22), "a.example", "/", 100, 100),  # 23:00
            counts(page, 2, datetime(2026, 10, 31, 23), "a.example", "/", 1000, 1000),  # 00:00
        ],
        traffic=[counts("bucket site hits", datetime(2026, 10, 1), "a.example", 1)],
    )
    settle(path, monkeypatch, rows=4, timezone="Europe/Berlin")
    assert ask(path, "select month, pageviews from month_pages order by month") == [
        (datetime(2026, 8, 31, 22), 1),
        (datetime(2026, 9, 30, 22), 110),
        (datetime(2026, 10, 31, 23), 1000),
    ]
    for start, end, views in (
        ("2026-10", "2026-10", 110),
        ("2026-09", "2026-11", 1111),
        ("2026-10", "2026-11", 1110),
        ("2026-09-30", "2026-10-31T22:00", 11),
    ):
        result = run(
            "report", "pages", "--db", path, "--start", start, "--end", end, "--format=json"
        )
        assert [row["pageviews"] for row in json.loads(result.stdout)["pages"]] == [views]


def test_a_title_of_an_older_day_that_is_ingested_later_does_not_win(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = counts("bucket site path pageviews visits", NOON, "", "/", 1, 1)
    path = make(
        tmp_path / "titles.duckdb",
        pages=[hour | {"ingest_id": number} for number in (1, 2, 3, 4)],
        titles=[
            counts(
                "ingest_id day site path title",
                number,
                NOON.date() + timedelta(day),
                "",
                "/",
                title,
            )
            for number, day, title in (
                (1, 0, "First"),
                (2, 5, "New"),
                (3, 3, "Old"),
                (4, 1, "Older"),
            )
        ],
        traffic=[counts("bucket site hits", NOON, "", 1)],
    )
    titles = []
    for rows in (2, 2, 4):  # ids 1 and 2, then 3 and 4, then nothing
        settle(path, monkeypatch, rows=rows, most=1)
        result = run("report", "pages", "--db", path, "--format=json")
        titles.append(json.loads(result.stdout)["pages"][0]["title"])
    assert titles == ["New"] * 3
    assert ask(path, "select title, ingest_id from latest_titles") == [("New", 2)]
    assert ask(path, "from summed order by all") == [(2,), (4,)]


def test_a_database_of_an_earlier_version_is_read_and_then_given_the_tables(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = reports(run, book)
    with duckdb.connect(str(book)) as database:
        for table in SUMS:
            database.execute(f"drop table {table}")
    assert reports(run, book) == before
    settle(book, monkeypatch, rows=700)
    assert all(ask(book, f"from {table}") for table in SUMS)
    assert reports(run, book) == before


def test_a_database_that_has_sums_of_pages_alone_gets_the_others(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = reports(run, book)
    settle(book, monkeypatch, rows=700)
    with duckdb.connect(str(book)) as database:
        for table in SUMS - OF_PAGES:
            database.execute(f"drop table {table}")
    assert reports(run, book) == before
    settle(book, monkeypatch, rows=700, most=1)
    assert ask(book, "select max(ingest_id) from summed_days") < ask(
        book, "select max(ingest_id) from summed"
    )
    assert reports(run, book) == before


def test_ingest_sums_as_it_goes(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs = sorted(Path(__file__).parent.parent.glob("sample_logs/access.log*"))
    assert len(logs) == 3
    found = []
    for rows in (10**9, 300, 1):
        monkeypatch.setattr(summing, "RUN", rows)
        path = tmp_path / f"{rows}.duckdb"
        for log in logs:
            assert run("ingest", "--db", path, "-q", log).exit_code == 0
        summed = ask(path, "select count(*) from summed")[0][0]
        result = run("report", "--db", path, "--format", "json", "--start", "2026-10")
        found.append((summed, json.loads(result.stdout) | {"database": ""}))
    assert found[0][0] == 0
    assert all(summed for summed, _ in found[1:])
    assert all(document == found[0][1] for _, document in found)


@pytest.mark.parametrize("summed", [True, False])
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2025-11-29", "2026-01-05"),  # some days, a whole month, some days
        ("2025-10-15", "2025-12-10"),  # a whole month before some days
        ("2025-12-01", "2025-12-31"),
        ("2025-11-28", "2025-11-28"),
    ],
)
def test_what_is_kept_by_day_adds_up_to_its_rows(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch, first: str, last: str, summed: bool
) -> None:
    if summed:
        settle(book, monkeypatch, rows=700)
    result = run("report", "--db", book, "--format", "json", "--start", first, "--end", last)
    document = json.loads(result.stdout)
    for section, table, columns in (
        ("bandwidth", "bandwidth", ("hits", "bytes_sent")),
        ("bots", "bots", ("hits", "bytes_sent", "visitors")),
        ("response_times", "response_times", ("hits",)),
        ("ai_pages", "bot_pages semi join (from bots where kind = 'ai') using (bot)", ("hits",)),
    ):
        kept = ", ".join(f"sum({each})::bigint" for each in columns)
        (rows,) = ask(book, f"select {kept} from {table} where day between '{first}' and '{last}'")
        assert tuple(sum(row[each] for row in document[section]) for each in columns) == rows


def test_a_database_that_is_in_use_is_left_as_it_is(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise summing.LockedError("in use")

    monkeypatch.setattr(engine.Connection, "attach", locked)
    settle(book, monkeypatch, rows=700)
    assert ask(book, "from summed") == []


def test_whole_months_are_those_that_begin_and_end_in_the_range() -> None:
    at = datetime.fromisoformat
    assert whole_months(at("2025-12-31 23:00"), at("2026-12-31 23:00"), BERLIN) == (
        at("2025-12-31 23:00"),
        at("2026-12-31 23:00"),
    )
    assert whole_months(at("2026-01-05"), at("2026-03-20"), BERLIN) == (
        at("2026-01-31 23:00"),
        at("2026-02-28 23:00"),
    )
    assert whole_months(at("2026-01-05"), at("2026-01-20"), BERLIN) == (at("2026-01-20"),) * 2


def test_months_hold_the_first_and_the_last_instant() -> None:
    found = months(datetime(2025, 12, 31, 22), datetime(2026, 1, 31, 23), BERLIN)
    assert found == [
        datetime(2025, 11, 30, 23),
        datetime(2025, 12, 31, 23),
        datetime(2026, 1, 31, 23),
    ]
    assert months(NOON, NOON, ZoneInfo("UTC")) == [
        datetime.combine(date(2026, 10, 1), datetime.min.time())
    ]


def test_whole_months_of_days_begin_and_end_in_them() -> None:
    at = date.fromisoformat
    assert whole_months_of(at("2026-01-01"), at("2027-01-01")) == (
        at("2026-01-01"),
        at("2027-01-01"),
    )
    assert whole_months_of(at("2026-01-02"), at("2026-03-31")) == (
        at("2026-02-01"),
        at("2026-03-01"),
    )
    assert whole_months_of(at("2025-12-31"), at("2026-02-02")) == (
        at("2026-01-01"),
        at("2026-02-01"),
    )
    assert whole_months_of(at("2026-01-02"), at("2026-02-01")) == (at("2026-02-01"),) * 2
    assert whole_months_of(at("2026-01-05"), at("2026-01-20")) == (at("2026-01-20"),) * 2


def test_days_begin_at_midnight_of_a_zone_whose_clocks_change() -> None:
    at = datetime.fromisoformat
    assert days(at("2026-10-24 22:00"), at("2026-10-25 23:00"), BERLIN) == [
        at("2026-10-24 22:00"),
        at("2026-10-25 23:00"),
    ]
    assert days(at("2026-10-24 21:00"), at("2026-10-25 22:00"), BERLIN) == [
        at("2026-10-23 22:00"),
        at("2026-10-24 22:00"),
    ]
    assert days(NOON, NOON, ZoneInfo("UTC")) == [at("2026-10-01")]
