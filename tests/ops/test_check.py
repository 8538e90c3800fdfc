# SPDX-License-Identifier: GPL-3.0-or-later
"""Sound databases pass, after whatever was done to them; each rule finds what breaks it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

import loganalytics
from loganalytics.ops.check import INVARIANTS
from tests.conftest import Ingest, Run, database_of
from tests.logs import NOON, combined, write

ROOT = Path(__file__).parents[2]
DAY = 86_400


@pytest.fixture(scope="module")
def once_filled() -> bytes:
    """Two ingests of two days each, with all there is: a database that no test may write to."""
    logs = []
    for part in range(2):
        lines = [combined(DAY * part * 2, "/x", agent="Googlebot/2.1")]
        for day in (2 * part, 2 * part + 1):
            for n in range(12):
                at, who = day * DAY + n * 60, f"192.0.2.{n}"
                lines.append(combined(at, "/", who=who, size=n, referer="https://b.example/x"))
                lines.append(combined(at + 9, f"/{n % 3}", who=who))
                lines.append(combined(at + 10, f"/pixel.gif?path=/{n % 3}&title=T", who=who))
                lines.append(combined(at + 11, "/pixel.gif?path=/1&event=play", who=who))
                lines.append(combined(at + 8 * 3600, "/", who=who, size=n))
                lines.append(combined(at, "/x.pdf", who=who))
        logs.append(tuple(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("loganalytics.ingest.summing.RUN", 1)  # sums of so few pages, too
        return database_of(*logs, options=("--timezone", "Asia/Kolkata"))


@pytest.fixture
def filled(once_filled: bytes, database: Path) -> Path:
    """A database of its own with these two ingests."""
    database.write_bytes(once_filled)
    return database


def test_each_rule_is_printed_with_how_much_was_looked_at(run: Run, filled: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [line.split(":")[0] for line in lines] == [f"ok      {i.claim}" for i in INVARIANTS]
    assert lines[0] == "ok      outcomes add up to the lines: 2 ingests"
    # Every rule has something to look at here.
    assert not any(": 0 " in line for line in lines)


def test_every_rule_has_a_statement_and_every_statement_a_rule() -> None:
    have = {
        path.stem for path in (Path(loganalytics.__file__).parent / "sql/ops/check").glob("*.sql")
    }
    assert have == {each.name for each in INVARIANTS} | {
        "buckets",
        "days",
        "by_day",
        "ledger",
        "kept_days",
    }


@pytest.mark.parametrize(
    "commands",
    [
        [("undo", 1)],
        [("prune", "--older-than", "2026-10-11")],
        [("prune", "--older-than", "2026-10-12"), ("undo", 1)],
        [("forget", "--path", "/1")],
        [("forget", "--path", "/1"), ("prune", "--older-than", "2026-10-11")],
        [("forget", "--start", "2026-10-11", "--end", "2026-10-11"), ("forget", "--path", "/")],
        [("forget", "--site", "")],
    ],
)
def test_a_database_passes_whatever_was_removed(
    run: Run, filled: Path, commands: list[tuple[object, ...]]
) -> None:
    for command in commands:
        result = run(*command, "--yes")
        assert result.exit_code == 0, result.output
        result = run("check")
        assert result.exit_code == 0, result.output


def test_the_sample_logs_pass_in_a_zone_of_half_hours(run: Run, ingest: Ingest) -> None:
    ingest("--timezone", "America/St_Johns", ROOT / "sample_logs")
    result = run("check")
    assert result.exit_code == 0, result.output


BROKEN = {
    "outcomes": "update ingests set asset = asset + 1 where ingest_id = 1",
    "traffic": "update ingests set bytes_sent = bytes_sent - 1 where ingest_id = 1",
    "activity": "update ingests set visits = visits + 1 where ingest_id = 2",
    "known": "delete from contents where ingest_id = 1",
    "dimensions": "update daily set ingest_id = 2 where ingest_id = 1 and dimension = 'os'",
    "seconds": "update pages set seconds = seconds + 1 where path = '/' and ingest_id = 1 "
    "and bucket = (select min(bucket) from pages)",
    "returning": "update activity set returning_visits = returning_visits + 1 "
    "where bucket = (select min(bucket) from activity)",
    "seen": "update pages set visits = visits + 1 where path = '/1' and ingest_id = 1 "
    "and bucket = (select min(bucket) from pages)",
    "bots": "update bots set bytes_sent = bytes_sent + 1 where ingest_id = 1",
    "parts": "update downloads set bytes_sent = bytes_sent + 1 where ingest_id = 1",
    "negative": "update ingests set late = -1 where ingest_id = 2",
    "twice": "insert into bots select * replace (0 as hits, 0 as bytes_sent, 0 as visitors) "
    "from bots",
    "joins": "delete from joins where ingest_id = 1",
    "sums": "delete from titles where ingest_id = 2",
    "day_sums": "delete from day_traffic where day = (select min(day) from day_traffic)",
    "others": "delete from downloads where ingest_id = 2",
    "pages": "update pages set exits = exits + 1 where path = '/' and ingest_id = 1 "
    "and bucket = (select min(bucket) from pages)",
    "daily": "update daily set visitors = visitors + 1 where dimension = 'browser' "
    "and ingest_id = 1 and day = (select min(day) from daily)",
    "pairs": "delete from pairs where dimension = 'os' and by_dimension = 'device' "
    "and day = (select min(day) from pairs)",
    "exact": "update pairs set value = '/1' where value = '/' and by_dimension = 'source' "
    "and day = (select min(day) from pairs)",
    "folded": "insert into pairs select * replace ('/rare' as value, 4 as pageviews) "
    "from pairs limit 1",
    "bounds": "update activity set bounces = visits + 1 "
    "where bucket = (select min(bucket) from activity)",
    "bounds_by_day": "update bots set visitors = -1",
    "titles": "update titles set path = '/none' where day = (select min(day) from titles)",
    "orphans": "delete from ingests where ingest_id = 2",
    "contents": "insert into contents select * replace (2 as ingest_id) from contents "
    "where ingest_id = 1",
    "aligned": "update traffic set bucket = bucket + interval 1 minute where ingest_id = 1",
    "requests": "update bandwidth set hits = hits + 1 "
    "where day = (select min(day) from bandwidth) and path = '/'",
    "recent": "insert into recent select * from recent",
}  # fmt: skip


_FIRST = "where bucket = (select min(bucket) from {})"
# Of rules with several conditions one edit for each of the others.
BESIDES = [
    ("returning", "update activity set returning_visits = returning_visits - 1"),
    ("bounds", "update activity set visits = pageviews + 1"),
    ("bounds", "update activity set visitors = pageviews + 1"),
    ("bounds", "update activity set returning_visits = visits + 1"),
    ("bounds", "update activity set seconds = -1"),
    ("bounds", "update pages set entries = visits + 1"),
    ("bounds", "update pages set exits = visits + 1"),
    ("bounds", "update pages set bounces = entries + 1"),
    ("bounds", "update pages set visitors = pageviews + 1"),
    ("bounds", "update pages set seconds = -1"),
]


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        *((each.name, BROKEN[each.name]) for each in INVARIANTS),
        *((name, f"{edit} {_FIRST.format(edit.split()[1])}") for name, edit in BESIDES),
    ],
)
def test_a_rule_finds_what_breaks_it(run: Run, filled: Path, name: str, edit: str) -> None:
    with duckdb.connect(str(filled)) as connection:
        connection.execute(edit)
    result = run("check")
    assert result.exit_code == 4
    (claim,) = [each.claim for each in INVARIANTS if each.name == name]
    (line,) = [line for line in result.stdout.splitlines() if f" {claim}:" in line]
    assert line.startswith(f"broken  {claim}: ")
    assert " of " in line
    assert "of the rules do not hold" in result.stderr


EDITS = (
    "delete from contents where ingest_id = 2",
    "update contents set lines = lines + 1 where ingest_id = 1",
    "update contents set lines = lines - 1 where ingest_id = 1",
    "update contents set ingest_id = 2 where ingest_id = 1",
    "delete from joins where ingest_id = 2",
    "update joins set ingest_id = 2 where ingest_id = 1",
    "update joins set ingest_id = 9 where ingest_id = 1",
    "update joins set join_id = join_id + 1",
    "insert into joins select * from joins limit 1",
    "insert into daily select * from daily where dimension = 'referrer' limit 1",
    "update daily set ingest_id = ingest_id + 1 where ingest_id = 1 and dimension = 'referrer'",
    "update daily set ingest_id = ingest_id + 1 where ingest_id = 1 and dimension = 'pixel'",
    "update titles set title = 'U' where ingest_id = 2",
    "insert into traffic select * replace (0 as hits) from traffic limit 1",
    "insert into events select * replace (0 as hits, 0 as visitors) from events limit 1",
    "update events set visitors = -1 where ingest_id = 1",
    "update events set visitors = hits + 1 where ingest_id = 1",
    *(
        f"update ingests set {column} = -1 where ingest_id = 1"
        for column in ("cut_edges", "late", "placeholders")
    ),
    "update activity set seconds = seconds + 1 where ingest_id = 2 "
    "and bucket = (select max(bucket) from activity)",
    "update bot_pages set bytes_sent = bytes_sent + 1 where ingest_id = 2",
    "update bot_pages set hits = hits + 1 where ingest_id = 2",
    "update month_pages set bounces = bounces + 1 where path = '/'",
    "delete from month_pages where path = '/2'",
    "delete from latest_titles where path = '/2'",
    "update day_traffic set hits = hits + 1 where status = 200",
    "delete from day_traffic where bot",
    "update month_bots set visitors = visitors + 1",
    "update month_bots set kind = 'seo'",
    "update month_bot_pages set hits = hits + 1",
    "delete from month_bandwidth",
    "update month_bandwidth set month = month + 31",
)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_noticed(run: Run, filled: Path, edit: str) -> None:
    before = filled.read_bytes()
    with duckdb.connect(str(filled)) as connection:
        connection.execute(edit)
    assert filled.read_bytes() != before
    result = run("check")
    assert result.exit_code == 4, result.output
    assert "of the rules do not hold" in result.stderr


def test_who_stays_for_days_and_who_asks_for_parameters_passes(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    stays = [combined(300 * n, "/board") for n in range(1000)]
    asks = [
        combined(n, path, who="192.0.2.7", status=200 + n % 2 * 204)
        for n, path in enumerate(("/a.pdf", "/a.pdf?q=1", "/b?q=1", "/b", "/api/x", "/s.css") * 4)
    ]
    for name, lines in (("a", stays[:400]), ("b", stays[400:]), ("c", asks)):
        ingest("--keep-query", "q", write(tmp_path / name, lines))
    result = run("check")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Apia"])
def test_who_stays_over_a_day_without_a_pageview_passes(
    run: Run, ingest: Ingest, tmp_path: Path, zone: str
) -> None:
    """By events of a page that is left open, or where the zone never had the day."""
    begun, minutes = datetime(2011, 12, 30, 9, 50, tzinfo=UTC), 25
    if zone == "UTC":
        begun, minutes = datetime(2026, 10, 20, 23, 50, tzinfo=UTC), 25 * 60
    at = int(begun.timestamp()) - NOON
    events = range(at + 1500, at + minutes * 60, 1500) if zone == "UTC" else ()
    lines = [
        combined(at, "/app"),
        *(combined(each, "/pixel.gif?path=/app&event=alive") for each in events),
        combined(at + minutes * 60 + 60, "/left"),
    ]
    ingest("--timezone", zone, write(tmp_path / "a.log", lines))
    result = run("check")
    assert result.exit_code == 0, result.output


def test_of_an_ingest_that_was_pruned_the_rest_is_still_checked(run: Run, filled: Path) -> None:
    assert run("prune", "--older-than", "2026-10-11", "--yes").exit_code == 0
    with duckdb.connect(str(filled)) as connection:
        connection.execute("update pages set pageviews = pageviews + 1 where ingest_id = 1")
    result = run("check")
    assert result.exit_code == 4
    assert "broken  the timeline has the pageviews and visits of its pages: " in result.stdout
    assert "ok      hits and bytes are those of the ledger: 1 ingest" in result.stdout


def test_a_database_of_an_earlier_version_is_checked(run: Run, filled: Path) -> None:
    with duckdb.connect(str(filled)) as connection:
        connection.execute("drop view v_ingests")
        connection.execute("alter table ingests drop column erased")
    assert run("check").exit_code == 0


def test_without_a_database_there_is_nothing_to_check(run: Run) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "run `loganalytics ingest` first" in result.stderr
