# SPDX-License-Identifier: GPL-3.0-or-later
"""What people read of a report with a filter: what is not known takes no room, and is said once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Ingest, Run
from tests.logs import combined, write

FORMS = ("terminal", "md", "html")


@pytest.fixture(autouse=True)
def _few_readers(ingest: Ingest, tmp_path: Path) -> None:
    lines = [combined(n, "/a", who=f"192.0.2.{n}") for n in range(3)]
    ingest(write(tmp_path / "a.log", lines))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("by", [("--path", "/a"), ("--where", "source=Direct")])
def test_columns_that_are_not_known_in_any_row_are_left_out(
    run: Run, form: str, by: tuple[str, str]
) -> None:
    shown = run("report", "devices", "countries", *by, "--format", form)
    assert (shown.exit_code, "Devices" in shown.stdout) == (0, True)
    assert not any(word in shown.stdout for word in ("n/a", "Visits", "Visitors"))
    document = json.loads(run("report", "devices", *by, "--format", "json").stdout)
    assert [row["visits"] for row in document["devices"]] == [None]


@pytest.mark.parametrize("form", FORMS)
def test_a_comparison_goes_with_the_number_that_it_is_of(run: Run, form: str) -> None:
    wish = ("--path", "/a", "--compare", "previous", "--start", "2026-10-10", "--format", form)
    shown = run("report", "devices", *wish)
    assert (shown.exit_code, "Devices" in shown.stdout) == (0, True)
    assert not any(word in shown.stdout for word in ("n/a", "Visits", "Visitors"))


@pytest.mark.parametrize("form", [*FORMS, "json"])
def test_how_pairs_are_folded_is_said_once_and_how_many_of_each_section(
    run: Run, form: str
) -> None:
    shown = run("report", "devices", "countries", "--path", "/a", "--format", form).stdout
    words = " ".join(shown.split())
    assert words.count("fewer than k = 5 visitors of a day share") == 1
    assert words.count("no visits, no visitors") == 1
    assert words.count("100.0% folded: (folded) without the page.") == (1 if form == "json" else 2)
    table = run("report", "devices", "--path", "/a", "--format", "csv")
    assert (table.exit_code, table.stderr) == (0, "")


def test_what_a_summary_does_not_know_stands_beside_its_name(run: Run) -> None:
    shown = run("report", "summary", "--where", "source=Direct").stdout
    assert "Bounce rate" in shown
    assert "n/a" in shown


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("browser=fierfox", ". Did you mean Firefox? There are Firefox, Safari"),
        ("browser=Firefx*", ". Did you mean Firefox? There are"),
        ("browser=Firefox 129", ". Did you mean Firefox 128? There are Firefox 128,"),
        ("source=Gogle", ". Did you mean Google? There are Direct, Google"),
        ("source=zzz", "; there are Direct, Google"),
        ("device!=*", "; there are "),
    ],
)
def test_a_value_that_is_none_brings_those_that_are_called_alike(
    run: Run, ingest: Ingest, tmp_path: Path, condition: str, said: str
) -> None:
    safari = (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
        " Version/17.4 Safari/605.1.15"
    )
    line = combined(100, "/a", agent=safari, referer="https://www.google.com/", who="192.0.2.99")
    ingest(write(tmp_path / "b.log", [line]))
    shown = run("report", "summary", "--where", condition)
    assert f"nothing in this range has {condition}{said}" in shown.stderr
