# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines through the statements that cut them, without a database or a command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from loganalytics import engine
from loganalytics.parse.formats import Format
from loganalytics.parse.parser import Parser, Worker, prepare

_FIELDS = "time, address, host, method, target, status, bytes_sent, referer, agent, took, accepted"


class Cutter:
    """An in-memory database that cuts lines."""

    def __init__(self) -> None:
        memory = self.memory = engine.memory(memory_limit="200MB")
        prepare(memory)  # nothing was looked up, so that all hits keep their fields
        shared = SimpleNamespace(
            schema="main",
            memory=memory,
            salt="",
            lookups=SimpleNamespace(
                pixel="pixel.gif",
                judging={"kept": "", "left_out": "", "left_out_ranges": []},
            ),
        )
        self._worker = Worker(cast(Parser, shared))

    def cut(
        self, lines: Sequence[str], log_format: Format, *, by_pattern: bool = False
    ) -> tuple[str, list[dict[str, Any]]]:
        """What the ledger knows the lines by, and the fields of those that are hits.

        They are cut at their quotes where the format allows it and `by_pattern` is not set.
        """
        if by_pattern:
            log_format = replace(log_format, layout=None)
        chunk = "".join(line + "\n" for line in lines).encode()
        self._worker.take([chunk])
        (skimmed,) = self._worker.skim(log_format)
        self._worker.take([chunk])
        (marks,) = self._worker.marks(log_format)
        assert (skimmed.text, skimmed.lines) == (marks.text, marks.lines)
        raw = self._worker._memory._raw
        rows = raw.execute(f"select {_FIELDS} from cut where time is not null").fetchall()
        assert (len(lines), len(rows)) == (marks.lines, marks.parsed)
        times = [row[0] for row in rows]
        if times:  # no hit is outside what skimming tells
            assert skimmed.first is not None
            assert skimmed.first <= min(times)
            assert skimmed.last is not None
            assert skimmed.last >= max(times)
        return marks.text, [dict(zip(_FIELDS.split(", "), row, strict=True)) for row in rows]

    def left_to_the_pattern(self) -> int:
        """How many of the lines that were just cut did not fall into parts at their quotes."""
        *_, others = self._worker._memory.run("parse/check")[0]
        return int(others)
