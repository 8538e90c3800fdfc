# SPDX-License-Identifier: GPL-3.0-or-later
"""A source with more malformed lines than it may have fails alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loganalytics.parse.formats import COMBINED
from tests.conftest import Ingest, Run
from tests.logs import many, query, write

JUNK = "nothing that parses"


def spoilt(path: Path, good: int, bad: int, start: int = 0) -> Path:
    """A log of so many lines of each kind."""
    return write(path, [*many(good, start=start), *[JUNK] * bad])


def test_a_source_that_has_more_fails_alone_and_says_so(
    run: Run, database: Path, tmp_path: Path
) -> None:
    paths = [
        spoilt(tmp_path / "clean.log", 20, 0),
        spoilt(tmp_path / "six.log", 94, 6, start=1000),
        spoilt(tmp_path / "five.log", 95, 5, start=3000),
    ]
    result = run("ingest", "--quiet", "--max-malformed", "5%", *paths)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        f"loganalytics: {paths[1]}: 6 of 100 new lines are malformed (6.0%), more than "
        "--max-malformed 5%; nothing of it was counted\n"
    )
    ledger = query(database, "select source, lines, malformed from ingests order by all")
    assert ledger == [("clean.log", 20, 0), ("five.log", 100, 5)]
    assert query(database, "select sum(hits) from traffic") == [(115,)]
    # It is not known either: with more patience all of it counts.
    assert run("ingest", "--quiet", "--max-malformed", "6%", *paths).exit_code == 0
    assert query(database, "select sum(hits) from traffic") == [(209,)]


def test_lines_that_name_their_host_first_are_no_hits_of_that_host(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    """A log of a format of its own, whose server was told to log virtual hosts in the middle."""
    hits, later = many(300), many(20, start=300)
    changed = [*(f"www.blog.example:443 {line}" for line in later[:10]), *later[10:]]
    spaced = [
        line.replace(" - - [", f" - {name} [")
        for name, line in zip(("a b", "-c"), later, strict=False)
    ]
    timed = [f"{line} 0.1" for line in [*hits, *changed, *spaced]]
    log = write(tmp_path / "access.log", timed)
    given = ("--format", f"{COMBINED} $request_time", "--max-malformed", "5%")
    assert ingest(*given, log)["totals"]["outcomes"]["malformed"] == 10
    assert query(database, "select sum(hits) from traffic") == [(312,)]
    assert query(database, "select distinct value from daily where dimension = 'country'") == [
        ("(private)",)
    ]


@pytest.mark.parametrize("large", [False, True])
def test_of_a_source_that_grew_only_its_new_lines_are_judged(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path, large: bool
) -> None:
    lines = [*many(1900 if large else 60), *[JUNK] * 40]
    log = write(tmp_path / "a.log", lines)
    ingest(log)
    more = many(40, start=4000)
    ingest("--max-malformed", "0%", write(log, lines + more))
    worse = lines + more + [JUNK] + many(3, start=5000)
    result = run("ingest", "--max-malformed", "20%", write(log, worse))
    assert result.exit_code == 3
    assert "1 of 4 new lines are malformed (25.0%), more than --max-malformed 20%" in result.stderr
    document = ingest("--max-malformed", "25%", log)
    assert document["totals"]["outcomes"]["malformed"] == 1
    assert query(database, "select sum(malformed) from ingests") == [(41,)]


def test_standard_input_is_judged_too(run: Run, database: Path) -> None:
    data = "".join(f"{line}\n" for line in [*many(10), JUNK]).encode()
    result = run("ingest", "--max-malformed", "9%", "-", input=data)
    assert result.exit_code == 3
    assert "1 of 11 new lines" in result.stderr
    assert not database.exists()
    assert run("ingest", "--max-malformed", "9.1%", "-", input=data).exit_code == 0


def test_exactly_the_share_that_is_allowed_is_allowed(ingest: Ingest, tmp_path: Path) -> None:
    for bad in (7, 29, 57):
        log = spoilt(tmp_path / f"{bad}.log", 100 - bad, bad, start=1000 * bad)
        ingest("--format", "combined", "--max-malformed", f"{bad}%", log)


@pytest.mark.parametrize("share", ["5", "5.05", "101%", "-1%", "x%", "", "nan%", "1e1%"])
def test_what_is_no_share_is_a_usage_error(run: Run, tmp_path: Path, share: str) -> None:
    result = run("ingest", "--max-malformed", share, spoilt(tmp_path / "a", 1, 0))
    assert result.exit_code == 2
    assert "5%" in result.stderr


def test_json_is_one_line_whatever_happens(run: Run, database: Path, tmp_path: Path) -> None:
    good = spoilt(tmp_path / "good.log", 20, 0)
    bad = spoilt(tmp_path / "bad.log", 20, 20, start=100)
    for arguments, code in (
        ((good,), 0),
        ((good, bad, tmp_path / "gone"), 3),
        (("--db", good, bad), 4),
    ):
        result = run("ingest", "--json", "--max-malformed", "5%", *arguments)
        assert (result.exit_code, result.stdout.count("\n")) == (code, 1)
        document = json.loads(result.stdout)
        assert ("error" in document) == (code == 4)
    assert document["error"] in result.stderr
    assert document["sources"] == []


@pytest.mark.parametrize(("share", "code"), [("0.05", 0), (".05", 0), ("0.049", 3), ("4.9%", 3)])
def test_a_share_may_be_a_number_below_one(run: Run, tmp_path: Path, share: str, code: int) -> None:
    log = spoilt(tmp_path / "a.log", 95, 5)
    assert run("ingest", "--max-malformed", share, log).exit_code == code


def test_a_share_from_one_on_needs_its_percent(run: Run, tmp_path: Path) -> None:
    log = spoilt(tmp_path / "a.log", 1, 0)
    for share in ("1", "1.0", "5"):
        assert run("ingest", "--max-malformed", share, log).stderr == (
            f"loganalytics: --max-malformed: '{share}' is no share, such as 5% or 0.05; from 1 on "
            "it needs its % (see `loganalytics ingest --help`)\n"
        )
