# SPDX-License-Identifier: GPL-3.0-or-later
"""The latest day stands against the day before, both as far as the logs go."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from loganalytics.model_report import Column, Kind, Mark, Section
from loganalytics.render.heading import counted_until
from tests.reports.conftest import Ask, only
from tests.reports.database import make

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
UNKNOWN = ((Mark.UNKNOWN,) * 4,)
Hits = list[tuple[datetime, str]]


def read(until: datetime, ingest_id: int = 1) -> dict[str, Any]:
    """A row of the ledger: a log whose last hit was in that minute."""
    texts = dict.fromkeys(("source", "format", "geo", "lists"), "")
    times = {"ingested": datetime(2026, 12, 1), "first": datetime(2026, 1, 1), "last": until}
    return {"ingest_id": ingest_id, "seconds": 1.0, **times, **texts}


def hourly(first: datetime, last: datetime, site: str = "") -> Hits:
    """A hit of a site in each hour of some, both included."""
    return [(first + n * HOUR, site) for n in range((last - first) // HOUR + 1)]


@pytest.fixture
def latest(ask: Ask, tmp_path: Path) -> Any:
    """The summary's two days of hits of a zone, by the ledger, as (day, end, hits), and changes."""

    def asked(zone: str, hits: Hits, *ledger: dict[str, Any], **wish: Any) -> Any:
        path = make(
            tmp_path / f"{len(list(tmp_path.iterdir()))}.duckdb",
            {"timezone": zone},
            traffic=[{"bucket": at, "site": site, "hits": 1} for at, site in hits],
            ingests=ledger,
        )
        days, change = only(ask("summary", path_of=path, **wish)).inner
        ends = [row[2].replace(tzinfo=None) for row in days.rows]
        counted = [
            (row[0], f"{end:%d %H:%M}", row[-1]) for row, end in zip(days.rows, ends, strict=True)
        ]
        return counted, change.rows, counted_until(days)

    return asked


def test_the_last_day_stands_against_the_day_before_whatever_the_range(ask: Ask) -> None:
    """The book has hits up to noon, Berlin, of the second day, but hardly more on the first."""
    days, change = only(ask("summary", start="2026-10-01", end="2026-10-01")).inner
    ends = [datetime(2026, 10, day, tzinfo=BERLIN) for day in (3, 2)]
    assert days.rows == (
        ("2026-10-02", None, ends[0], 9, 5, 5, 14),
        ("2026-10-01", None, ends[1], 12, 4, 4, 42),
    )
    assert change.rows[0] == pytest.approx((-3 / 12, 1 / 4, 1 / 4, -28 / 42))


@pytest.mark.parametrize(("later", "whole"), [(0, True), (4, True), (5, False)])
def test_what_chance_may_have_left_out_cuts_no_day(latest: Any, later: int, whole: bool) -> None:
    """16 hits by four o'clock, and some later, on the first day; the log of the second ends."""
    morning = [datetime(2026, 10, day, 3) for day in (1, 2) for _ in range(16)]
    evening = [datetime(2026, 10, 1, 20)] * later
    hits = [(at, "") for at in (*morning, *evening)]
    days, change, until = latest("UTC", hits, read(datetime(2026, 10, 2, 3, 59)))
    assert [day[2] for day in days] == [16, 16 + later * whole]
    assert (until == "") is whole
    assert change[0][-1] == (-later / (16 + later) if whole else 0)


def test_a_burst_of_bots_does_not_make_a_chance_of_what_people_did(
    ask: Ask, tmp_path: Path
) -> None:
    """9,000 hits and 5 views each night; 88 views at noon, before which the second log ends."""
    nights = [datetime(2026, 10, day, 3) for day in (1, 2)]
    noon = datetime(2026, 10, 1, 12)
    path = make(
        tmp_path / "bots.duckdb",
        traffic=[{"bucket": at, "hits": 9000} for at in nights] + [{"bucket": noon, "hits": 88}],
        activity=[{"bucket": at, "pageviews": 5} for at in nights]
        + [{"bucket": noon, "pageviews": 88}],
        ingests=[read(datetime(2026, 10, 2, 3, 59))],
    )
    days, change = only(ask("summary", path_of=path)).inner
    assert counted_until(days) == "until 04:00"
    assert [row[3] for row in days.rows] == [5, 5]
    assert change.rows[0][0] == 0


def test_a_day_before_without_a_hit_tells_nothing_of_chance(latest: Any) -> None:
    hits = [(datetime(2026, 9, 20), ""), *hourly(datetime(2026, 10, 2), datetime(2026, 10, 2, 3))]
    days, change, until = latest("UTC", hits, read(datetime(2026, 10, 2, 3, 59)))
    assert days == [("2026-10-02", "02 04:00", 4), ("2026-10-01", "01 04:00", 0)]
    assert (until, change) == ("until 04:00", ((None, None, None, Mark.NEW),))


@pytest.mark.parametrize(
    ("minute", "end", "counts"),
    [(24, "12:00", (12, 12)), (52, "12:00", (12, 12)), (53, "13:00", (13, 13))],
)
def test_a_log_rotated_in_the_day_is_compared_as_far_as_whole_hours_go(
    latest: Any, minute: int, end: str, counts: tuple[int, int]
) -> None:
    hits = hourly(datetime(2026, 10, 1), datetime(2026, 10, 2, 12))
    days, change, until = latest("UTC", hits, read(datetime(2026, 10, 2, 12, minute)))
    assert days == [("2026-10-02", f"02 {end}", counts[0]), ("2026-10-01", f"01 {end}", counts[1])]
    assert change[0][-1] == 0.0
    assert until == f"until {end}"


def test_of_a_log_that_goes_to_midnight_or_beyond_both_days_are_whole(latest: Any) -> None:
    hits = hourly(datetime(2026, 10, 1), datetime(2026, 10, 2, 23))
    for last in (datetime(2026, 10, 2, 23, 55), datetime(2026, 10, 2, 23, 59)):
        days, _, until = latest("UTC", hits, read(last))
        assert days == [("2026-10-02", "03 00:00", 24), ("2026-10-01", "02 00:00", 24)]
        assert until == ""
    # What was written of the next day is no day yet.
    hits.append((datetime(2026, 10, 3), ""))
    days, change, until = latest("UTC", hits, read(datetime(2026, 10, 3, 0, 4)))
    assert days == [("2026-10-02", "03 00:00", 24), ("2026-10-01", "02 00:00", 24)]
    assert (change[0][-1], until) == (0.0, "")


def test_of_the_first_minutes_of_all_it_is_told_what_there_is_and_no_change(latest: Any) -> None:
    hits: Hits = [(datetime(2026, 10, 2), "")]
    days, change, _ = latest("UTC", hits, read(datetime(2026, 10, 2, 0, 4)))
    assert days == [("2026-10-02", "02 01:00", 1), ("2026-10-01", "01 01:00", Mark.UNKNOWN)]
    assert change == UNKNOWN


def test_a_quiet_site_of_a_log_that_goes_on_has_whole_days_and_one_of_its_own_has_not(
    latest: Any,
) -> None:
    quiet = hourly(datetime(2026, 10, 1), datetime(2026, 10, 2, 11), "a.example")
    hits = quiet + hourly(datetime(2026, 10, 1), datetime(2026, 10, 5, 6), "b.example")
    one = read(datetime(2026, 10, 5, 6, 25))
    days, *_ = latest("UTC", hits, one, site="a.example")
    assert days == [("2026-10-02", "03 00:00", 12), ("2026-10-01", "02 00:00", 24)]
    # Nor does the ingest of another site tell that more of this one was read.
    other, own = read(datetime(2026, 10, 5, 6, 25), 2), read(datetime(2026, 10, 2, 11, 5))
    days, change, until = latest("UTC", quiet, other, own, site="a.example")
    assert days == [("2026-10-02", "02 11:00", 11), ("2026-10-01", "01 11:00", 11)]
    assert (change[0][-1], until) == (0.0, "until 11:00")


def test_what_a_wrong_clock_dated_does_not_tell_how_far_a_log_was_read(latest: Any) -> None:
    hits = hourly(datetime(2026, 10, 1), datetime(2026, 10, 2, 12))
    hits.append((datetime(2062, 1, 1), ""))
    days, *_ = latest("UTC", hits, read(datetime(2062, 1, 1, 0, 9)))
    assert days == [("2026-10-02", "02 12:00", 12), ("2026-10-01", "01 12:00", 12)]


@pytest.mark.parametrize(
    ("zone", "last", "end", "hits", "until"),
    [
        # Two o'clock comes twice on 25 October: the second hour of that name is counted with it.
        ("Europe/Berlin", datetime(2026, 10, 25, 0), ("25 02:00", "24 02:00"), (3, 2), "02:00"),
        ("Europe/Berlin", datetime(2026, 10, 25, 1), ("25 03:00", "24 03:00"), (4, 3), "03:00"),
        # There was none on 29 March.
        ("Europe/Berlin", datetime(2026, 3, 29, 23), ("30 02:00", "29 03:00"), (2, 2), "02:00"),
        ("Europe/Berlin", datetime(2026, 3, 30, 5), ("30 08:00", "29 08:00"), (8, 7), "08:00"),
        # 29 March begins at one o'clock, and 1 November has midnight twice.
        ("Asia/Beirut", datetime(2026, 3, 28, 21), ("29 01:00", "28 00:00"), (24, 24), ""),
        ("America/Havana", datetime(2026, 11, 1, 4), ("01 00:00", "31 01:00"), (1, 1), "00:00"),
        # There was no 30 December.
        ("Pacific/Apia", datetime(2011, 12, 30, 12), ("31 03:00", "29 03:00"), (3, 3), "03:00"),
    ],
)
def test_the_day_before_goes_to_the_same_time_by_its_own_clocks(
    latest: Any,
    zone: str,
    last: datetime,
    end: tuple[str, str],
    hits: tuple[int, int],
    until: str,
) -> None:
    of = hourly(last - 60 * HOUR, last)
    days, _, said = latest(zone, of, read(last + timedelta(minutes=59)))
    assert tuple(day[1] for day in days) == end
    assert tuple(day[2] for day in days) == hits
    assert said == (until and f"until {until}")


def test_by_value_a_last_day_that_may_not_be_over_has_no_change(ask: Ask) -> None:
    days, change = only(ask("summary", where=("source=Google",))).inner
    assert [row[3:] for row in days.rows] == [(5, 3, 3), (8, 3, 3)]
    assert change.rows == ((Mark.UNKNOWN,) * 3,)
    assert counted_until(days) == ""


def test_today_and_yesterday_are_called_so(ask: Ask) -> None:
    now = datetime(2026, 10, 1, 22, 30, tzinfo=UTC)  # the 2nd in Berlin
    for later, names in ((0, ["today", "yesterday"]), (1, ["yesterday", None]), (2, [None, None])):
        days = only(ask("summary", now=now + timedelta(days=later))).inner[0]
        assert [row[1] for row in days.rows] == names


def test_of_a_day_before_all_data_nothing_is_known_and_so_of_a_change(latest: Any) -> None:
    hits = hourly(datetime(2026, 10, 2), datetime(2026, 10, 2, 9))
    days, change, _ = latest("UTC", hits, read(datetime(2026, 10, 2, 9, 59)))
    assert [day[-1] for day in days] == [10, Mark.UNKNOWN]
    assert change == UNKNOWN


def test_until_when_days_are_counted_is_seen_from_the_date_not_the_hour() -> None:
    def said(day: date, end: datetime) -> str:
        columns = (Column("day", "Day", Kind.TEXT), Column("end", "", Kind.INSTANT))
        return counted_until(Section("latest_days", "", columns, ((day.isoformat(), end),)))

    day = date(2026, 3, 28)
    assert said(day, datetime(2026, 3, 28, 13, 30, tzinfo=BERLIN)) == "until 13:30"
    assert said(day, datetime(2026, 3, 29, 1, tzinfo=BERLIN)) == ""
