# SPDX-License-Identifier: GPL-3.0-or-later
"""`ingest --exclude-address`: one's own visits left out."""

from __future__ import annotations

import json
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest

from loganalytics import engine
from loganalytics.parse.addresses import network, pattern, ranges
from tests.conftest import Ingest, Run
from tests.logs import combined, write

OWN = "192.0.2.77"
PIXEL = "/pixel.gif?path=%2Fa&title=A&referrer=&resolution=1,2"


def log(tmp_path: Path) -> Path:
    """What a reader does, and what the owner does: all that would be counted of a person."""
    reader = [combined(0, "/a", who="198.51.100.1"), combined(1, PIXEL, who="198.51.100.1")]
    owner = [
        *(combined(n, "/a", who=OWN) for n in (2, 3)),
        combined(4, PIXEL, who=OWN),
        combined(5, "/paper.pdf", who=OWN),
        combined(6, "/style.css", who=OWN),
        combined(7, "/lost", who=OWN, status=404),
        combined(8, PIXEL + "&event=signup", who=OWN),
        combined(9, "/a", who=OWN, agent="Googlebot/2.1"),
    ]
    return write(tmp_path / "a.log", [*reader, *owner])


def test_nothing_of_it_is_counted_of_people_and_all_of_it_of_the_server(
    ingest: Ingest, run: Run, tmp_path: Path
) -> None:
    found = ingest(log(tmp_path), "--exclude-address", OWN)["sources"][0]
    assert {name: lines for name, lines in found["outcomes"].items() if lines} == {
        "pageview": 1,
        "merged": 1,
        "excluded": 6,  # two pages, the pixel twice, the paper and the style
        "status": 1,
        "bot": 1,
    }
    report = json.loads(run("report", "--format", "json").stdout)
    summary = report["summary"]
    assert (summary["pageviews"], summary["visits"], summary["visitors"]) == (1, 1, 1)
    assert (summary["hits"], summary["bot_hits"]) == (10, 1)
    assert report["downloads"] == report["events"] == []
    assert [(row["path"], row["hits"]) for row in report["errors"]] == [("/lost", 1)]


@pytest.mark.parametrize(
    ("own", "who", "left_out"),
    [
        ("192.0.2.64/26", OWN, True),
        ("192.0.2.0/26", OWN, False),
        ("192.0.2.7", OWN, False),  # no beginning of an address is one
        ("0.0.0.0/0", OWN, True),
        ("::/0", OWN, False),
        ("::ffff:192.0.2.77", OWN, True),
        (OWN, "::ffff:192.0.2.77", True),
        ("2001:db8::/32", "2001:db8:0:1::7", True),
        ("2001:db8:0:1::/64", "2001:db8::7", False),
        ("2001:DB8::0:7", "2001:db8::7", True),
        (OWN, "192.0.2.77:5555", True),
        ("2001:db8::7", "[2001:db8::7]:443", True),
        ("2001:db8::7", "[2001:db8::7]", True),
        ("2001:db8::7", "2001:db8::17", False),
    ],
)
def test_networks_and_any_spelling_of_an_address_are_understood(
    ingest: Ingest, tmp_path: Path, own: str, who: str, left_out: bool
) -> None:
    source = write(tmp_path / "a.log", [combined(0, "/a", who=who)])
    assert ingest(source, "--exclude-address", own)["totals"]["pageviews"] == int(not left_out)


def test_lines_that_take_the_pattern_of_the_format_are_no_way_around(
    ingest: Ingest, tmp_path: Path
) -> None:
    odd = combined(0, "/a", who=OWN, agent='Mozilla/5.0 \\"X11\\" Chrome/120.0.0.0 Safari/537.36')
    source = write(tmp_path / "a.log", [odd, combined(1, "/b", who="198.51.100.1")])
    assert ingest(source, "--exclude-address", OWN)["totals"]["pageviews"] == 1


def test_the_database_does_not_know_the_address(
    ingest: Ingest, run: Run, database: Path, tmp_path: Path
) -> None:
    ingest(log(tmp_path), "--exclude-address", OWN, "--exclude-address", "203.0.113.0/24")
    with engine.database(database, read_only=True) as connection:
        ((options,),) = connection._execute("select options from ingests", {}, "options")
    # Two digits for all of them: one guess in 256 fits.
    assert options.startswith("site ; pixel /pixel.gif; exclude-address ")
    assert len(options.rsplit(" ", 1)[1]) == 2
    assert OWN.encode() not in database.read_bytes()
    result = run("verify-privacy", tmp_path / "a.log")
    assert result.exit_code == 0, result.output


def test_what_is_no_address_is_a_usage_error(run: Run, tmp_path: Path) -> None:
    for text in ("host.example", "192.0.2.300", "192.0.2.0/33", "fe80::1%eth0", ""):
        result = run("ingest", log(tmp_path), "--exclude-address", text)
        assert (result.exit_code, "is no address or network" in result.stderr) == (2, True)


def test_each_address_of_a_network_is_found_and_no_other() -> None:
    addresses = [f"192.0.{third}.{last}" for third in range(8) for last in (0, 1, 127, 128, 255)]
    addresses += [
        "::",
        "::1",
        "2001:db8::",
        "2001:db8:0:ffff::1",
        "2001:db8:1::",
        "1:2:3:4:5:6:7:8",
    ]
    with engine.memory(memory_limit="100MB") as memory:
        memory.run("parse/types")
        memory.run("parse/macros")
        memory.run("parse/leave_out")
        for own in ("192.0.2.0/23", "192.0.2.128/25", "2001:db8::/48", "::/127", "1:2::/16"):
            rows = memory._execute(
                "select a from unnest($all::varchar[]) t(a) where left_out(a, $p, $r::varchar[][])",
                {"all": addresses, "p": pattern([network(own)]), "r": ranges([network(own)])},
                "left out",
            )
            inside = [a for a in addresses if ip_address(a) in ip_network(own, strict=False)]
            assert [a for (a,) in rows] == inside
            assert inside
