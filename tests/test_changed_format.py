# SPDX-License-Identifier: GPL-3.0-or-later
"""A log whose server was told to log in another format in the middle of it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from loganalytics.parse.formats import COMBINED
from tests.conftest import Ingest, Run
from tests.logs import combined, common, everything, exact, many, query, text, write

FORMATS = ("common", "combined", "vhost_common", "vhost_combined")
CHANGES = [
    ("common", "combined"),
    ("common", "vhost_common"),
    ("common", "vhost_combined"),
    ("vhost_common", "vhost_combined"),
    ("vhost_common", "combined"),
    ("combined", "vhost_combined"),
    ("vhost_combined", "combined"),
]


def lines(log_format: str, count: int, start: int) -> list[str]:
    """Lines of a format, of a host of its own where the format names one."""
    found = many(count, start=start)
    if log_format.endswith("common"):
        found = [line.split(' "-"')[0] for line in found]
    return [f"blog.example:443 {line}" for line in found] if "vhost" in log_format else found


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_lines_behind_the_change_count_as_what_they_are(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path, before: str, after: str
) -> None:
    first, second = lines(before, 60, 0), lines(after, 50, 500)
    apart = tmp_path / "apart.duckdb"
    for name, part in ((before, first), (after, second)):
        log = write(tmp_path / f"{name}.log", part)
        assert run("ingest", "-q", "--db", apart, "--format", name, log).exit_code == 0
    outcomes = ingest(write(tmp_path / "access.log", first + second))["totals"]["outcomes"]
    assert outcomes["malformed"] == 0
    assert exact(database) == exact(apart)


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_a_log_that_changes_between_two_runs_is_known_as_before(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path, before: str, after: str
) -> None:
    first, second, third = (
        lines(name, 40, start) for name, start in ((before, 0), (after, 200), (after, 400))
    )
    log = tmp_path / "access.log"
    for known, there in ((0, first), (40, first + second), (80, first + second + third)):
        outcomes = ingest(write(log, there))["totals"]["outcomes"]
        assert (outcomes["already_ingested"], outcomes["malformed"]) == (known, 0)
    assert ingest(log)["sources"][0]["status"] == "unchanged"
    packed = tmp_path / "access.log.2.gz"
    packed.write_bytes(gzip.compress(log.read_bytes()))
    assert ingest(packed)["sources"][0]["status"] == "unchanged"
    assert ingest("-", input=log.read_bytes())["sources"][0]["status"] == "unchanged"
    at_once = tmp_path / "at_once.duckdb"
    assert run("ingest", "-q", "--db", at_once, log).exit_code == 0
    sums = "select sum(pageviews), sum(visits), sum(bounces) from activity"
    assert query(database, sums) == query(at_once, sums)
    assert exact(database) == exact(at_once)


def test_where_in_a_log_lines_of_two_formats_stand_changes_no_number(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path
) -> None:
    """As where the workers of a server write to one log, some told of the change and some not."""
    first, second = lines("combined", 300, 0), lines("vhost_combined", 300, 300)
    turns = [line for pair in zip(first, second, strict=True) for line in pair]
    ingest(write(tmp_path / "turns.log", turns))
    one_by_one = tmp_path / "one_by_one.duckdb"
    log = write(tmp_path / "later.log", first + second)
    assert run("ingest", "-q", "--db", one_by_one, log).exit_code == 0
    tables = everything(database), everything(one_by_one)
    for table in ("activity", "traffic", "pages", "daily", "errors", "bots"):
        assert tables[0][table] == tables[1][table]


@pytest.mark.parametrize(
    ("plain", "hosts", "who", "place"),
    [
        ("combined", "vhost_combined", "203.0.113.9", "behind"),
        ("combined", "vhost_combined", "2001:db8::9", "before"),
        ("combined", "vhost_combined", "reader.example", "each tenth"),
        ("common", "vhost_common", "203.0.113.9", "each tenth"),
        ("common", "vhost_combined", "203.0.113.9", "before"),
    ],
)
def test_a_virtual_host_without_a_port_is_not_taken_for_the_client(
    ingest: Ingest, database: Path, tmp_path: Path, plain: str, hosts: str, who: str, place: str
) -> None:
    usual = lines(plain, 90, 0)
    of_hosts = [
        f"blog.example {who} - - [{line.split(' - - [')[1]}" for line in lines(hosts, 10, 500)
    ]
    if place == "each tenth":
        log = [line for n, one in enumerate(of_hosts) for line in (*usual[9 * n : 9 * n + 9], one)]
    else:
        log = usual + of_hosts if place == "behind" else of_hosts + usual
    left_out = () if who.endswith(".example") else ("--exclude-address", who)
    document = ingest(*left_out, write(tmp_path / "a.log", log))
    assert document["totals"]["outcomes"]["malformed"] == 0
    found = "select site, sum(hits) from traffic group by site order by site"
    assert query(database, found) == [("", 90), ("blog.example", 10)]
    if left_out:
        assert query(database, "select count(*) from pages where site <> ''") == [(0,)]


@pytest.mark.parametrize(
    "before",
    ["198.51.100.7 203.0.113.9 -", "203.0.113.9, 198.51.100.7 - -", "198.51.100.7 - 203.0.113.9"]
    + ["reader.example 192.0.2.7 bob", "2001:db8::1 - Jane Doe 203.0.113.9"],
)
def test_who_is_asked_after_the_client_by_its_own_machine_is_no_client(
    ingest: Ingest, database: Path, tmp_path: Path, before: str
) -> None:
    """An ident may be an address, and so may the name of a user."""
    odd = combined(7).replace("192.0.2.1 - -", before)
    ingest(write(tmp_path / "a.log", [*many(20), odd]))
    assert query(database, "select distinct site from traffic") == [("",)]


def test_of_a_format_of_ones_own_all_lines_are(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    timed = [f"{line} 0.1" for line in lines("combined", 60, 0) + lines("vhost_combined", 20, 100)]
    document = ingest("--format", f"{COMBINED} $request_time", write(tmp_path / "a.log", timed))
    assert document["totals"]["outcomes"]["malformed"] == 20
    assert query(database, "select distinct site from activity") == [("",)]


def test_a_line_that_was_cut_short_is_of_no_other_format(ingest: Ingest, tmp_path: Path) -> None:
    whole = [*many(30), combined(9, who="2001:db8::9")]
    cut = [common(7), combined(8)[:-1], combined(8)[:90], "192.0.2.1 - - ["]
    log = tmp_path / "a.log"
    log.write_bytes(text([*whole, *cut]))
    assert ingest(log)["totals"]["outcomes"]["malformed"] == len(cut)


@pytest.mark.parametrize(("new", "code"), [(99, 0), (100, 3)])
def test_a_log_whose_new_lines_are_of_no_known_format_fails(
    run: Run, database: Path, tmp_path: Path, new: int, code: int
) -> None:
    """A few may be what a server said when it was stopped."""
    hits = many(150)
    log = write(tmp_path / "a.log", hits)
    assert run("ingest", "-q", log).exit_code == 0
    write(log, [*hits, *['{"status": 200}'] * new])
    result = run("ingest", "-q", log)
    said = f"loganalytics: {log}: none of its 100 new lines parses as combined; name the format"
    assert (result.exit_code, result.stderr.startswith(said)) == (code, code == 3)
    # They are not known then, and the first ones after them that parse bring them along.
    if code == 3:
        write(log, [*hits, *['{"status": 200}'] * new, *many(3, start=700)])
        assert run("ingest", "-q", log).exit_code == 0
    assert query(database, "select sum(malformed) from ingests") == [(new,)]


@pytest.mark.parametrize(("bad", "told"), [(19, False), (20, True)])
def test_it_is_said_where_many_lines_are_malformed(
    run: Run, tmp_path: Path, bad: int, told: bool
) -> None:
    log = write(tmp_path / "a.log", [*many(100), *["x"] * bad])
    said = f"a.log: {bad} of {100 + bad} new lines"
    assert (said in " ".join(run("ingest", "--dry-run", log).stderr.split())) == told
    result = run("ingest", log)
    assert (said in " ".join(result.stderr.split())) == told
    assert ("--max-malformed" in result.stderr) == told
    assert "malformed" not in run("ingest", "-q", log).stderr
    few = write(tmp_path / "b.log", [*many(400, start=500), *["x"] * bad])
    assert "--max-malformed" not in run("ingest", few).stderr


def test_known_lines_are_said_to_stay_as_they_were_counted(run: Run, tmp_path: Path) -> None:
    log = write(tmp_path / "a.log", lines("vhost_combined", 9, 0))
    assert run("ingest", "-q", "--format", "vhost_combined", log).exit_code == 0
    for options, told in (((), False), (("--format", "combined"), True), (("--site", "b"), True)):
        result = run("ingest", *options, log)
        assert result.stderr.splitlines()[0] == f"{log}: unchanged"
        assert ("stay as they were counted" in result.stderr) == told


def test_lines_that_counted_as_nothing_then_are_not_taken_back_now(
    run: Run, ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    """A visit does not go on from a line that was taken for one cut short."""
    of_one = [common(at, f"/{at}", who="198.51.100.7") for at in (0, 60)]
    ingest(write(tmp_path / "access.log.2", [*many(30), of_one[0]]))
    new = [*lines("common", 20, 100), of_one[1], *many(30, start=200)]
    (source,) = ingest(write(tmp_path / "access.log.1", new))["sources"]
    assert source["format"] == "combined+common"
    assert run("check").exit_code == 0
    known = "select sum(pageviews) from pages where path in ('/0', '/60')"
    assert query(database, known) == [(1,)]
    assert query(database, "select sum(visits), sum(visitors) from pages where path = '/60'") == [
        (1, 1)
    ]


def test_a_log_that_begins_with_shorter_lines_is_called_by_both_names(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    mixed = write(tmp_path / "a.log", lines("common", 20, 0) + lines("combined", 80, 100))
    (source,) = ingest(mixed)["sources"]
    assert (source["format"], source["outcomes"]["malformed"]) == ("combined+common", 0)
    other = tmp_path / "other.duckdb"
    result = run("ingest", "--db", other, "--format", source["format"], mixed)
    assert (result.exit_code, "malformed" in result.stderr) == (0, False)
    few = write(tmp_path / "b.log", lines("common", 5, 0) + lines("combined", 95, 300))
    (source,) = ingest(few)["sources"]  # as many may have been cut short
    assert (source["format"], source["outcomes"]["malformed"]) == ("combined", 5)
