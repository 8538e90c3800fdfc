# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import io
import os
import sys

import pytest
from click.shell_completion import ShellComplete

from loganalytics.cli.main import cli
from loganalytics.cli.screen import message

LONG = "loganalytics: /a/rather/long-winded/path/of/a.log: no such file; name one that is there"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 2


def test_on_a_terminal_a_message_ends_its_lines_between_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of stderr, whatever stdout is: a report may go into a pipe."""
    monkeypatch.setattr(os, "get_terminal_size", lambda number: os.terminal_size((15 * number, 9)))
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert message(LONG) == (
        "loganalytics:\n/a/rather/long-winded/path/of/a.log:\nno such file; name one that is\nthere"
    )
    assert message("short\n  and indented") == "short\n  and indented"


def test_elsewhere_a_message_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((30, 9)))
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert message(LONG) == LONG


@pytest.mark.parametrize(
    ("words", "begun", "found"),
    [
        ([], "re", ["report"]),
        (["report"], "pa", ["pages"]),
        (["report", "pages"], "utm_t", ["utm_terms"]),
        (["report", "--by"], "w", ["week"]),
    ],
)
def test_the_shell_completes_commands_and_sections(
    words: list[str], begun: str, found: list[str]
) -> None:
    complete = ShellComplete(cli, {}, "loganalytics", "_LOGANALYTICS_COMPLETE")
    assert [item.value for item in complete.get_completions(words, begun)] == found
