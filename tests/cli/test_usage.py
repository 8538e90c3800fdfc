# SPDX-License-Identifier: GPL-3.0-or-later
"""What is said of options and arguments that cannot be, and to those who know other programs."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from loganalytics.cli import habits
from loganalytics.cli.main import cli
from tests.conftest import Run
from tests.reports.conftest import two_days


@pytest.fixture(autouse=True)
def _filled(database: Path) -> None:
    two_days(database)


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("report", "--start --end --site --path"),
        ("forget --yes", "--start --end --site --path"),
        ("prune --yes", "--older-than --keep"),
        ("ingest -", "--site"),
    ],
)
def test_what_says_what_is_meant_is_refused_if_it_is_given_twice(
    run: Run, database: Path, command: str, options: str
) -> None:
    before = database.read_bytes()
    name = command.split()[0]
    for option in options.split():
        result = run(*command.split(), option, "/a", option, "/b")
        assert (result.exit_code, result.output) == (
            2,
            f"loganalytics: {option}: given 2 times, where only one can hold "
            f"(see `loganalytics {name} --help`)\n",
        )
    assert database.read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("report --since 7d", "--start"),
        ("report --until=today", "--end"),
        ("forget --from 2026", "--start"),
        ("report --last 7", "--start 7d"),
        ("prune --days 90", "--older-than 90d"),
        ("report --json", "--format json"),
        ("sql --json x", "--format json"),
        ("report --html", "-o page.html"),
        ("export --output-format csv", "--format"),
        ("ingest --output-format json a.log", "--json"),
        ("ingest --log-format COMBINED a.log", "--format"),
        ("ingest -f a.log", "loganalytics ingest FILE"),
        ("report --group-by day", "--by"),
        ("report -n 3", "--limit"),
    ],
)
def test_an_option_of_other_programs_is_answered_with_what_does_that_here(
    run: Run, typed: str, meant: str
) -> None:
    command, option = typed.partition("=")[0].split()[:2]
    result = run(*typed.split())
    assert (result.exit_code, result.output) == (
        2,
        f"loganalytics: No such option '{option}'. Did you mean {meant}? "
        f"(see `loganalytics {command} --help`)\n",
    )


def test_only_options_that_a_command_has_are_named() -> None:
    for _, meant, commands in habits._OPTIONS:
        option, _, value = meant.partition(" ")
        for name in commands.split():
            command = cli.get_command(click.Context(cli), name)
            assert command is not None
            if option == "loganalytics":
                assert value == f"{name} FILE"
                continue
            (found,) = (each for each in command.params if option in each.opts)
            if isinstance(found.type, click.Choice) and value:
                assert value in found.type.choices


def test_an_option_that_is_none_is_answered_with_those_that_are_written_alike(run: Run) -> None:
    said = run("report", "--limt", "3").stderr
    assert re.search(r"'--limt'. Did you mean --limit, --\w+ or --\w+\? \(see", said)
    # No word of another program has a meaning where no option has it.
    assert run("check", "--since", "7d").stderr.startswith(
        "loganalytics: No such option '--since' (see"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("import", "ingest"),
        ("serve", "report -o page.html"),
        ("show", "report"),
        ("stats", "report or status"),
        ("delete", "undo, forget or prune"),
    ],
)
def test_a_command_of_other_programs_is_answered_with_the_one_that_does_it_here(
    run: Run, typed: str, meant: str
) -> None:
    for arguments in ((typed, "x"), ("help", typed)):
        result = run(*arguments)
        assert (result.exit_code, f"Did you mean {meant}? (see" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("report --limit x", "--limit: 'x' is no number of rows, such as 20, or 0 for all"),
        ("report --limit -1", "--limit: '-1' is no number of rows, such as 20, or 0 for all"),
        ("sql --limit x x", "--limit: 'x' is no number of rows, such as 20, or 0 for all"),
        ("status --limit x", "--limit: 'x' is no number of ingests, such as 20, or 0 for all"),
        ("ingest --k 0 a.log", "--k: '0' is no number of visitors from 1 to 1000"),
        (
            "undo access.log",
            "'access.log' is no number of an ingest; `loganalytics status` shows them",
        ),
        ("undo 0", "'0' is no number of an ingest; `loganalytics status` shows them"),
    ],
)
def test_what_is_no_number_is_told_what_the_number_is_of(run: Run, typed: str, said: str) -> None:
    result = run(*typed.split())
    assert (result.exit_code, result.output) == (
        2,
        f"loganalytics: {said} (see `loganalytics {typed.split()[0]} --help`)\n",
    )


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("report --format JSON", "report --format json"),
        ("report timeline --by Day --format Csv", "report timeline --by day --format csv"),
        ("sql --format CSV -", "sql --format csv -"),
        ("status --format Json", "status --format json"),
    ],
)
def test_one_of_a_list_is_taken_in_any_case(run: Run, upper: str, lower: str) -> None:
    results = [run(*typed.split(), input=b"select 1 as a") for typed in (upper, lower)]
    assert [result.exit_code for result in results] == [0, 0]
    assert results[0].stdout == results[1].stdout
    assert results[0].stdout


def test_an_export_takes_its_format_in_any_case(run: Run, tmp_path: Path) -> None:
    assert run("export", "--format", "CSV", tmp_path / "all").exit_code == 0
    assert (tmp_path / "all" / "pages.csv").exists()


def test_every_list_to_choose_from_has_any_case() -> None:
    for name in cli.list_commands(click.Context(cli)):
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        for each in command.params:
            if isinstance(each.type, click.Choice):
                assert not each.type.case_sensitive, (name, each.name)


@pytest.mark.parametrize(
    ("option", "arguments"),
    [
        ("--url", ("--url", "https://stats.example/'")),
        ("--url", ("--url", "https://stats.example$")),
        ("--pixel", ("--url", "https://stats.example", "--pixel", "/a b.gif")),
    ],
)
def test_a_character_that_fits_no_snippet_is_said_to_be_in_its_option(
    run: Run, option: str, arguments: tuple[str, ...]
) -> None:
    assert run("snippet", *arguments).stderr == (
        f"loganalytics: {option}: it holds a character that has no place in HTML or in a "
        "configuration (see `loganalytics snippet --help`)\n"
    )
