# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample logs are what they say, and their report is what the oracle counts in them."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
import sys
from collections import Counter
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest

from tests import comparing
from tests.conftest import Ingest, Run

FOLDER = Path(__file__).parent.parent / "sample_logs"
NAMES = ("access.log", "access.log.1", "access.log.2.gz")
DOCUMENTATION = [
    ip_network(text)
    for text in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]


def content(name: str, data: bytes) -> str:
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode("ascii")


def lines(name: str) -> list[str]:
    return content(name, (FOLDER / name).read_bytes()).splitlines()


@pytest.fixture(scope="module")
def counted() -> dict[str, Any]:
    """What the oracle counts in each file: each is an ingest of its own."""
    return {name: comparing.expected(lines(name)) for name in NAMES}


def total(counted: dict[str, Any], table: str, row: int, column: int) -> dict[Any, int]:
    """A column of a table of the oracle, summed over the files, by a part of its row."""
    sums: Counter[Any] = Counter()
    for counts in counted.values():
        for key, numbers in getattr(counts, table).items():
            sums[key[row]] += numbers[column]
    return {key: count for key, count in sums.items() if count}


def test_the_folder_holds_the_logs_and_what_makes_them() -> None:
    found = {path.name for path in FOLDER.iterdir() if path.is_file()}
    assert found == {*NAMES, "make.py", "README.md"}


def test_make_writes_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # the folder stays as it is
    spec = importlib.util.spec_from_file_location("make", FOLDER / "make.py")
    assert spec is not None
    assert spec.loader is not None
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    for _ in range(2):
        files = make.files()
        assert sorted(files) == sorted(NAMES)
        for name, data in files.items():
            # The text, since another zlib compresses it to other bytes.
            assert content(name, data).splitlines() == lines(name), name


def test_all_addresses_are_for_documentation() -> None:
    for name in NAMES:
        for line in lines(name):
            address = ip_address(line.partition(" ")[0])
            assert any(address in network for network in DOCUMENTATION), name


def test_no_address_stands_anywhere_else_in_a_line() -> None:
    for name in NAMES:
        for line in lines(name):
            rest = re.sub(r"(?:Chrome|Edg)/[\d.]+", "", line.partition(" ")[2])
            assert not re.search(r"\d+\.\d+\.\d+\.\d+", rest), line


def test_the_ingest_counts_what_the_oracle_counts(ingest: Ingest, counted: dict[str, Any]) -> None:
    document = ingest(FOLDER)
    for source in document["sources"]:
        counts = counted[Path(source["source"]).name]
        outcomes = {name: n for name, n in source["outcomes"].items() if n}
        assert outcomes == {name: n for name, n in counts.outcomes.items() if n}
        for name in ("lines", "hits", "pageviews", "visits", "bytes_sent"):
            assert source[name] == getattr(counts, name), (source["source"], name)
        assert source["cut_edges"] == 0
    assert document["totals"]["lines"] == sum(len(lines(name)) for name in NAMES)


def test_the_report_says_what_the_oracle_counts(
    run: Run, ingest: Ingest, counted: dict[str, Any]
) -> None:
    ingest(FOLDER)
    report = json.loads(run("report", "--format", "json").stdout)

    names = ("pageviews", "visits", "visitors", "returning_visits", "bounces", "seconds")
    activity = {
        name: sum(total(counted, "activity", 1, column).values())
        for column, name in enumerate(names)
    }
    for name in names[:-1]:
        assert report["summary"][name] == activity[name]
    assert report["summary"]["mean_duration_s"] == activity["seconds"] / activity["visits"]
    assert report["summary"]["hits"] == sum(total(counted, "traffic", 1, 0).values())
    assert report["summary"]["bytes_sent"] == sum(total(counted, "traffic", 1, 1).values())
    assert report["summary"]["bot_hits"] == total(counted, "traffic", 4, 0)[True]

    def shown(section: str, key: str, column: str) -> dict[Any, int]:
        return {row[key]: row[column] for row in report[section] if row[column]}

    assert shown("pages", "path", "pageviews") == total(counted, "pages", 2, 0)
    assert shown("pages", "path", "visitors") == total(counted, "pages", 2, 5)
    assert shown("entry", "path", "entries") == total(counted, "pages", 2, 2)
    assert shown("exit", "path", "exits") == total(counted, "pages", 2, 3)
    assert shown("status", "status", "hits") == total(counted, "traffic", 3, 0)
    assert shown("bots", "bot", "hits") == total(counted, "bots", 2, 0)
    assert shown("downloads", "path", "bytes_sent") == total(counted, "downloads", 2, 1)
    for section, key in (
        ("sources", "source"),
        ("referrers", "referrer"),
        ("countries", "country"),
        ("browsers", "browser"),
        ("os", "os"),
        ("devices", "device"),
        ("screens", "screen"),
    ):
        for column, name in enumerate(("pageviews", "visits", "visitors")):
            expected: Counter[str] = Counter()
            for counts in counted.values():
                for row, numbers in counts.daily.items():
                    if row[2] == key:
                        expected[row[3]] += numbers[column]
            assert shown(section, key, name) == dict(+expected), (section, name)
    families: Counter[str] = Counter()
    for browser, visits in shown("browsers", "browser", "visits").items():
        families[browser.rstrip("0123456789").rstrip()] += visits
    assert shown("browser_families", "browser_family", "visits") == dict(families)
    days = {each["start"][:10]: each["pageviews"] for each in report["timeline"]}
    by_day: Counter[str] = Counter()
    for counts in counted.values():
        for (day, _, dimension, _), (views, _, _) in counts.daily.items():
            by_day[day] += views if dimension == "country" else 0
    assert {day: count for day, count in days.items() if count} == by_day
    assert [by_day.total(), len(by_day)] == [activity["pageviews"], 14]


def test_three_ingests_count_what_one_of_all_lines_counts(counted: dict[str, Any]) -> None:
    whole = comparing.expected([line for name in reversed(NAMES) for line in lines(name)])
    assert whole.visits == sum(counts.visits for counts in counted.values())
    assert whole.pageviews == sum(counts.pageviews for counts in counted.values())
