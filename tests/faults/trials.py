# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs of the program that meet a fault, and what a database holds after them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any

from loganalytics.ops.check import check

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """How a run ended: below 0, the signal that ended it."""

    code: int
    stdout: str
    stderr: str
    resident: int  # bytes at most


@dataclass(frozen=True)
class Step:
    """Something the program did, and how long it was until the next."""

    name: str
    seconds: float


class Trials:
    """Runs `loganalytics` again and again, each time as a process of its own.

    `before`: a command that starts the process they are forked from, as `unshare` does.
    """

    def __init__(self, folder: Path, before: Sequence[str] = ()) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [*before, sys.executable, "-m", "tests.faults.forking", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.pid: int = self._read()["pid"]  # of the process they are forked from

    def __enter__(self) -> Trials:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def run(self, *arguments: object, **options: Any) -> Outcome:
        """Run it with these arguments to its end; options as `request` has them."""
        return self.run_all([request(*arguments, **options)])[0]

    def run_all(self, requests: Sequence[dict[str, Any]]) -> list[Outcome]:
        """Start them all side by side, and wait for their ends."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(requests) + "\n")
        self._process.stdin.flush()
        return [Outcome(**answer) for answer in self._read()]

    def steps(self, *arguments: object, **options: Any) -> list[Step]:
        """What the program does with these arguments, step by step."""
        trace = self._folder / "trace"
        done = self.run(*arguments, trace=trace, **options)
        assert done.code == 0, done.stderr
        begun = [line.rsplit(" ", 1) for line in trace.read_text().splitlines()]
        begun.append(["", begun[-1][1]])
        return [Step(a[0], float(b[1]) - float(a[1])) for a, b in pairwise(begun)]

    def _read(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


def request(
    *arguments: object,
    at: int | None = None,
    do: Sequence[object] = (),
    after: float = 0,
    limits: Mapping[str, int] | None = None,
    patch: Mapping[str, object] | None = None,
    clock: int | None = None,
    stdin: Path = Path(os.devnull),
    trace: Path | None = None,
    **environment: str,
) -> dict[str, Any]:
    """A run with these arguments that shall `do` something when it comes `at` a step.

    `after`: seconds until it begins. `limits`: resources, such as NOFILE. `patch`: values for
    `module:name`. `clock`: what time it is, in seconds of UNIX. `trace`: where its steps are
    written to, see `Trials.steps`.
    """
    return {
        "arguments": [str(argument) for argument in arguments],
        "at": at,
        "do": [str(each) if isinstance(each, Path) else each for each in do],
        "after": after,
        "limits": dict(limits or {}),
        "patch": dict(patch or {}),
        "clock": clock,
        "stdin": str(stdin),
        "trace": None if trace is None else str(trace),
        "environment": environment,
    }


def broken(database: Path) -> list[str]:
    """The rules of `loganalytics check` that a database breaks; none is broken where none is."""
    if not database.exists():
        return []
    return [finding.claim for finding in check(database) if finding.broken]


def beside(database: Path) -> list[str]:
    """Names of what belongs to a database, without its own."""
    return sorted(
        path.name
        for path in database.parent.iterdir()
        if database.name in path.name and path != database
    )
