# SPDX-License-Identifier: GPL-3.0-or-later
"""`ingest --redact`: what a site calls its people by is a placeholder wherever it is stored."""

from __future__ import annotations

import pytest

from tests.privacy import people, traces
from tests.privacy.conftest import Desk

NAME = ("--redact", "jane[-+. ]?doe")


def jane(text: str) -> str:
    """A log with a text in every place that is stored."""
    anna, bert = people.ANNA, people.BERT
    shown = people.pixel(path=f"/p/{text}", title=f"Mail of {text}", event=f"hi {text}")
    seen = people.pixel(
        path=f"/q/{text}", title=f"Mail of {text}", referrer=f"https://{text}.example/"
    )
    campaign = f"/?utm_source={text}&utm_campaign={text}"
    lines = (
        people.line(anna, 1, f"/u/{text}/x", referer=f"https://ref.example/{text}"),
        people.line(anna, 4000, shown, referer="-"),
        people.line(anna, 8000, seen, referer="-"),
        people.line(anna, 12000, campaign, referer="-"),
        people.line(bert, 16000, f"/{'long/' * 203}{text}/{'y' * 40}", referer="-"),
        people.line(bert, 20000, f"/d/{text}.pdf", referer=f"https://{text}.example/z"),
    )
    return "".join(lines)


@pytest.mark.parametrize("written", ["jane-doe", "Jane.Doe", "JANEDOE"])
def test_what_an_expression_finds_is_stored_nowhere(desk: Desk, written: str) -> None:
    desk.ingest(desk.log(f"{written}.log", jane(written)), *NAME)
    found = {text for _, text in traces.cells(desk.database)}
    assert not [text for text in found if "jane" in text.lower()]
    assert b"jane" not in desk.database.read_bytes().lower()
    expected = {"/u/(redacted)/x", "/q/(redacted)", "/d/(redacted).pdf"}
    expected |= {"Mail of (redacted)", "hi (redacted)", "ref.example/(redacted)", "(redacted)"}
    assert expected | {"(redacted).log", "(redacted).example"} <= found


def test_they_are_counted_among_the_placeholders(desk: Desk) -> None:
    desk.ingest(desk.log("a.log", people.line(people.ANNA, 1, "/u/jane-doe", referer="-")), *NAME)
    (row,) = traces.rows(desk.database)["ingests"]
    assert "redact " in str(row[-1])
    status = desk.run("status", "--format", "json").stdout
    assert '"placeholders": 1' in status


def test_an_expression_leaves_what_it_does_not_find(desk: Desk) -> None:
    log = desk.log("a.log", jane("jane-doe"))
    desk.ingest(log, "--redact", "x*", "--redact", r"\d{3}", "--redact", "redacted")
    found = {text for _, text in traces.cells(desk.database)}
    assert {"/u/jane-doe/(redacted)", "/q/jane-doe"} <= found


def test_visits_go_on_only_where_the_same_is_redacted(desk: Desk) -> None:
    lines = [people.line(people.ANNA, at, "/", referer="-") for at in (1, 60, 120)]
    for number, options in ((0, NAME), (1, NAME), (2, ())):
        desk.ingest(desk.log(f"{number}.log", lines[number]), *options)
    visits = sum(int(str(row[4])) for row in traces.rows(desk.database)["activity"])
    assert visits == 2


@pytest.mark.parametrize("wrong", ["(", "(?i)jane", "a{2,1}"])
def test_what_is_no_expression_is_refused(desk: Desk, wrong: str) -> None:
    log = desk.log("a.log", people.combined())
    result = desk.run("ingest", log, "--redact", wrong)
    assert (result.exit_code, desk.database.exists()) == (2, False)
    assert "is no regular expression" in result.stderr


def test_it_is_found_in_any_case_and_behind_escapes(desk: Desk) -> None:
    referer = "https://Acme.example/J%FCrg/x"
    line = people.line(people.ANNA, 1, "/people/Jane%20Doe/x", referer=referer)
    desk.ingest(
        desk.log("a.log", line),
        *("--redact", "jane doe", "--redact", "ACME", "--redact", "jürg"),
    )
    found = {text for _, text in traces.cells(desk.database)}
    assert {"/people/(redacted)/x", "(redacted).example/(redacted)/x"} <= found
