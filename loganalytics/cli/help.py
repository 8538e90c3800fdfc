# SPDX-License-Identifier: GPL-3.0-or-later
"""`loganalytics help`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import click

from loganalytics.alike import question
from loganalytics.cli import screen
from loganalytics.cli.habits import commands_meant

if TYPE_CHECKING:
    from loganalytics.model_definitions import Definition

_TOPICS = {"definitions": "What each number means, and what it must not be read as."}
_NARROWEST, _WIDEST = 40, 80  # prose is hard to read in longer lines


@click.command("help")
@click.argument("topic", required=False)
@click.argument("name", nargs=-1)
@click.pass_context
def help_(ctx: click.Context, topic: str | None, name: tuple[str, ...]) -> None:
    """Explain a command, or what the numbers mean.

    TOPIC is a command, whose options are shown, or `definitions`: what each number means, each
    NAME being a key of `report --format json`, a word of the ledger, or what a report shows: the
    heading of a column, as 'Mean visit', or a word in a cell; without a NAME all of them.
    """
    root = ctx.find_root()
    assert isinstance(root.command, click.Group)
    commands = root.command.list_commands(root)
    if topic == "definitions":
        _definitions(name)
        return
    if name:
        raise click.UsageError("Only `help definitions` takes names.", ctx)
    if topic is None:
        click.echo(root.get_help())
        formatter = root.make_formatter()
        with formatter.section("Topics of `help`"):
            formatter.write_dl(list(_TOPICS.items()))
        click.echo(f"\n{formatter.getvalue()}", nl=False)
        return
    command = root.command.get_command(root, topic)
    if command is None:
        there = [*commands, *_TOPICS]
        raise click.UsageError(
            _unknown("command or topic", topic, there, commands_meant(topic)), ctx
        )
    with command.make_context(topic, [], parent=root, resilient_parsing=True) as of:
        click.echo(command.get_help(of))


def _definitions(names: tuple[str, ...]) -> None:
    from loganalytics.model_definitions import DEFINITIONS
    from loganalytics.render import definitions

    each = {name: _defining(name) for name in names}
    if not all(each.values()) and (found := _defining(" ".join(names))):
        each = {"": found}  # one heading of several words, without quotes
    for name in each:
        if not each[name]:
            known = [definition.name for definition in DEFINITIONS]
            raise click.UsageError(_unknown("definition", name, known))
    wanted = list(dict.fromkeys(chain.from_iterable(each.values())))
    with screen.printing():
        width = max(_NARROWEST, min(screen.width(), _WIDEST))
        click.echo(definitions.dumps(wanted or DEFINITIONS, width=width), nl=False)


def _defining(word: str) -> list[Definition]:
    """The definitions of a key, or of what a report prints."""
    from loganalytics.model_definitions import defining

    if found := defining(word):
        return list(found)
    from loganalytics.reports.labels import keys_of

    keys = keys_of(word) or (word.casefold().replace(" ", "_"),)
    return [each for key in keys for each in defining(key)]


def _unknown(what: str, word: str, known: Iterable[str], meant: Sequence[str] = ()) -> str:
    from difflib import get_close_matches

    names = list(known)
    near = [name for name in names if word and (word in name or name in word)]
    near = list(dict.fromkeys([*get_close_matches(word, names, n=3), *near]))[:5]
    hint = question(meant or near) or f"There are {', '.join(names)}."
    return f"No {what} is named {word!r}. {hint}"
