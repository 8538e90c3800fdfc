# SPDX-License-Identifier: GPL-3.0-or-later
"""Every key of every section has one definition, and what it says of the database is so."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

import loganalytics
from loganalytics import engine
from loganalytics.model import OUTCOMES, RECENT
from loganalytics.model_definitions import DEFINITIONS, defining
from loganalytics.model_report import SECTIONS, Report, Section
from loganalytics.reports.build import Request, build
from loganalytics.reports.labels import keys_of
from loganalytics.reports.opening import open_database
from tests.reports.conftest import two_days

NOW = datetime(2026, 10, 20, 9, 30, tzinfo=UTC)
DEFINED = {definition.name for definition in DEFINITIONS}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    """Every section, with and without --path."""
    path = two_days(tmp_path_factory.mktemp("book") / "book.duckdb")
    with open_database(path) as connection:
        return [
            build(connection, path, Request(explain=True), NOW),
            build(connection, path, Request(path="*"), NOW),
            build(connection, path, Request(explain=True, compare="previous"), NOW),
            build(connection, path, Request(path="*", compare="week"), NOW),
        ]


def keys(section: Section) -> set[str]:
    inner = [{each.name, *keys(each)} for each in section.inner]
    return {column.name for column in section.columns}.union(*inner)


def test_every_key_of_every_section_is_defined(reports: list[Report]) -> None:
    assert {section.name for section in reports[0].sections} == set(SECTIONS)
    found = set().union(*(keys(section) for report in reports for section in report.sections))
    compared = {key for key in found if key.endswith(("_before", "_change"))}
    assert {"pageviews_change", "label_before", "bounce_rate_before", "p99_s_change"} <= compared
    for key in compared:
        of, _, end = key.rpartition("_")
        assert [definition.name for definition in defining(key)] == [end, of]
    assert found - compared - DEFINED == set()
    # What else is defined is a word of the database or of the ledger, or stands for values.
    assert DEFINED - found == {
        *("bucket", "k", "outcomes", "cut_edges", "late", "placeholders", "contents"),
        *("before", "(other)", "(folded)", "(none)", "(unknown)", "(private)"),
        *("n/a", "new", "gone", "trend"),
    }


def test_a_heading_leads_to_the_key_of_its_column(reports: list[Report]) -> None:
    columns = [
        column for each in reports for section in each.sections for column in section.columns
    ]
    conditional = {"site", "title"}  # shown where there are several, or any: called as their keys
    for column in columns:
        if column.title and column.name not in conditional:
            key = column.name.rpartition("_")[2] if column.of else column.name
            assert key in keys_of(column.title), column
    assert keys_of("") == keys_of("nothing") == ()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("visits", ["visits"]),
        ("other", ["(other)"]),
        ("merged", ["outcomes"]),
        ("events", []),
        ("event", ["event"]),
        ("(folded)", ["(folded)"]),
        ("pageviews_change", ["change", "pageviews"]),
        ("change", ["change"]),
        ("nothing_change", []),
        ("_change", []),
        ("", []),
    ],
)
def test_a_key_of_a_comparison_is_defined_by_two_words_and_brackets_may_be_left_out(
    asked: str, names: list[str]
) -> None:
    assert [definition.name for definition in defining(asked)] == names


def test_a_word_has_one_definition() -> None:
    assert [name for name, count in Counter(d.name for d in DEFINITIONS).items() if count > 1] == []


def test_the_columns_a_number_comes_from_are_in_the_schema() -> None:
    with engine.memory(memory_limit="64MiB") as memory:
        memory.run("store/schema")
        tables = {definition.name: definition.tables for definition in DEFINITIONS}
        named = {each.partition(".")[::2] for each in sum(tables.values(), ())}
        for table in {table for table, _ in named}:
            columns = {row[0] for row in memory._execute(f"describe {table}", {}, "describe")}
            assert {column for other, column in named if other == table} <= columns
    assert [name for name in tables if not tables[name]] == [
        "share",
        "label",
        "before",
        "change",
        "n/a",
        "new",
        "gone",
        "counted_as",
    ]


def test_outcomes_are_named_in_the_order_in_which_they_are_judged() -> None:
    (outcomes,) = (definition for definition in DEFINITIONS if definition.name == "outcomes")
    assert re.findall(r"[ ,](\w+)(?: \(|\.$)", outcomes.rule) == list(OUTCOMES)
    assert outcomes.tables == tuple(f"ingests.{outcome}" for outcome in OUTCOMES)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.name)
def test_texts_are_whole_sentences_of_plain_characters(definition: object) -> None:
    texts = [definition.title, definition.rule, definition.caution]  # type: ignore[attr-defined]
    assert all(text.isascii() and text == " ".join(text.split()) for text in texts)
    assert not texts[0].endswith(".")
    assert texts[1].endswith(".")
    assert texts[2] == "" or texts[2].endswith(".")


def test_the_seconds_that_are_named_are_those_of_the_statements() -> None:
    sql = Path(loganalytics.__file__).parent / "sql"
    rules = {definition.name: definition.rule for definition in DEFINITIONS}
    assert "between 0 and 60" in (sql / "fold/macros.sql").read_text()
    assert "between 0 and 5)" in (sql / "fold/macros.sql").read_text()
    assert "at most 60 s earlier" in rules["pageviews"]
    assert "at most 5 s later" in rules["pageviews"]
    assert "> 1800" in (sql / "fold/steps.sql").read_text()
    assert "at most 1,800 s after" in rules["visits"]
    assert f"{RECENT} latest" in rules["minute"]
