# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest

from loganalytics.cli.main import _COMMANDS
from loganalytics.model_definitions import DEFINITIONS
from tests.conftest import Run


def test_without_a_topic_the_commands_and_topics_are_listed(run: Run) -> None:
    result = run("help")
    assert result.exit_code == 0
    assert result.stdout.startswith(run("--help").stdout)
    assert "definitions" in result.stdout
    assert all(f"\n  {name} " in result.stdout for name in _COMMANDS)


@pytest.mark.parametrize("name", _COMMANDS)
def test_help_of_a_command_is_its_own_help(run: Run, name: str) -> None:
    result = run("help", name)
    assert result.exit_code == 0
    assert result.stdout == run(name, "--help").stdout


def test_a_command_that_is_none_brings_those_that_are_called_alike(run: Run) -> None:
    result = run("repot")
    assert result.exit_code == 2
    assert "No such command 'repot'. Did you mean report or export?" in result.stderr
    assert "(see `loganalytics ingest --help`)" in run("ingest", "--k").stderr
    assert run("xyz").stderr == (
        "loganalytics: No such command 'xyz' (see `loganalytics --help`)\n"
    )


def test_all_definitions_are_printed_in_80_columns(run: Run) -> None:
    result = run("help", "definitions", COLUMNS="200")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line and line[0] != " "] == [
        f"{definition.name} - {definition.title}" for definition in DEFINITIONS
    ]
    words = " ".join(result.stdout.split())
    for definition in DEFINITIONS:
        assert definition.rule in words
        assert definition.caution in words


def test_definitions_can_be_asked_for_by_name(run: Run) -> None:
    result = run("help", "definitions", "visits", "share")
    heads = [line for line in result.stdout.splitlines() if line and line[0] != " "]
    assert heads == ["visits - Visits", "share - Share"]
    assert "at most 1,800 s" in " ".join(result.stdout.split())


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("Mean visit", ["mean_duration_s"]),
        ("sent", ["bytes_sent"]),
        ("Visitors (daily)", ["visitors"]),
        ("of them bots", ["bot_hits"]),
        ("Pages", ["pages", "paths"]),
        ("Compared with", ["before"]),
        ("Title", ["title"]),
        ("Bounce Rate", ["bounce_rate"]),
        ("Trend", ["trend"]),
        ("(none)", ["(none)"]),
        ("unknown", ["(unknown)"]),
        ("(private)", ["(private)"]),
        ("N/A", ["n/a"]),
        ("new", ["new"]),
        ("gone", ["gone"]),
    ],
)
def test_what_a_report_prints_is_explained_by_that_word(
    run: Run, word: str, names: list[str]
) -> None:
    for words in ([word], word.split()):
        result = run("help", "definitions", *words)
        heads = [line for line in result.stdout.splitlines() if line and line[0] != " "]
        assert [head.partition(" - ")[0] for head in heads] == names


def test_a_number_of_a_comparison_is_explained_by_what_it_compares(run: Run) -> None:
    result = run("help", "definitions", "pageviews_change", "(other)", "visits_change")
    heads = [line for line in result.stdout.splitlines() if line and line[0] != " "]
    assert heads == [
        *("change - Change", "pageviews - Pageviews", "(other) - (other)", "visits - Visits"),
    ]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("definitions", "visit"), "Did you mean visits, visitors"),
        (("definitions", "visits", "vistors"), "Did you mean visitors"),
        (("definitions", "zzz"), "There are pageviews, visits"),
        (("reprot",), "Did you mean report"),
        (("definition",), "Did you mean definitions?"),
        (("zzz",), "There are ingest, report"),
        (("report", "visits"), "Only `help definitions` takes names (see"),
    ],
)
def test_what_is_unknown_is_answered_with_what_is_near(
    run: Run, arguments: tuple[str, ...], hint: str
) -> None:
    result = run("help", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert hint in result.stderr
