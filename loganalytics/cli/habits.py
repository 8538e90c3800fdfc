# SPDX-License-Identifier: GPL-3.0-or-later
"""What users of other programs type, and what does that here."""

from __future__ import annotations

_COMMANDS = (
    ("import load parse", ("ingest",)),
    ("serve web dashboard", ("report -o page.html",)),
    ("show", ("report",)),
    ("stats", ("report", "status")),
    ("delete remove", ("undo", "forget", "prune")),
)
# What is typed, what does that, and of which commands.
_OPTIONS = (
    ("--since --from", "--start", "report forget"),
    ("--to --until", "--end", "report forget"),
    ("--days --last --period", "--start 7d", "report"),
    ("--days --last --period", "--older-than 90d", "prune"),
    ("--json", "--format json", "report sql status"),
    ("--html", "-o page.html", "report"),
    ("--output-format", "--format", "report sql status export"),
    ("--output-format", "--json", "ingest"),
    ("--log-format", "--format", "ingest"),
    ("--group-by", "--by", "report"),
    ("-f", "--format", "report status export"),
    ("-f --log-file", "loganalytics ingest FILE", "ingest"),
    ("-n", "--limit", "report sql status"),
    ("-n", "--dry-run", "ingest"),
)


def commands_meant(word: str) -> tuple[str, ...]:
    """The commands that do what one of another program does; none where it is not known."""
    return next((meant for typed, meant in _COMMANDS if word in typed.split()), ())


def options_meant(option: str, command: str | None) -> tuple[str, ...]:
    """The option that does in a command what one of another program does there, if there is one."""
    return tuple(
        meant
        for typed, meant, commands in _OPTIONS
        if option in typed.split() and command in commands.split()
    )
