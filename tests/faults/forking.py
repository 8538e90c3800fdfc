# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that has imported the program and forks a child for each trial of it.

A child does what `python -m loganalytics` does, in a tenth of the time, and meets one fault on its
way: at a step it is killed, stopped, interrupted or failed, or a file is taken away. Steps are the
SQL statements, in the order in which they are begun, and what is done to names of files.

Reads lists of requests as lines of JSON, `tests.faults.trials.request` makes them, and starts a
child for each; answers with their exit codes, what they printed and the most memory that was
resident, in bytes.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from loganalytics import engine

LONGEST_S = 60  # a trial that takes longer hangs, and is ended by SIGALRM
EVENTS = {"os.link", "os.rename", "os.remove", "os.chmod", "os.mkdir"}


class Plan:
    """Counts the steps of a run, writes them down and acts at one of them."""

    def __init__(self, at: int | None, do: list[Any], trace: str | None) -> None:
        self._at, self._do = at, do
        self._trace = None if trace is None else open(trace, "w", buffering=1)  # noqa: SIM115
        self._lock = threading.Lock()
        self._steps = 0
        execute, columns = engine.Connection._execute, engine.Connection.columns

        def counted(connection: Any, text: str, parameters: Any, name: str) -> Any:
            self.step(name)
            return execute(connection, text, parameters, name)

        def counted_columns(connection: Any, name: str, /, **parameters: object) -> Any:
            self.step(name)
            return columns(connection, name, **parameters)

        engine.Connection._execute = counted  # type: ignore[method-assign]
        engine.Connection.columns = counted_columns  # type: ignore[method-assign]
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in EVENTS or (event == "open" and str(arguments[0]).endswith(".log")):
            self.step(event)

    def step(self, name: str) -> None:
        with self._lock:
            number = self._steps
            self._steps += 1
            if self._trace is not None:
                self._trace.write(f"{name} {time.monotonic()}\n")
        if number == self._at:
            what, *rest = self._do
            ACTIONS[what](name, *rest)


def _kill(_: str, delay: float) -> None:
    if not delay:
        os.kill(os.getpid(), signal.SIGKILL)
    timer = threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL))
    timer.daemon = True
    timer.start()


def _signal(_: str, number: int) -> None:
    os.kill(os.getpid(), number)


def _fail(name: str) -> None:
    raise engine.EngineError(name, "IOException")


def _remove(_: str, path: str) -> None:
    os.unlink(path)


def _truncate(_: str, path: str, size: int) -> None:
    os.truncate(path, size)


def _replace(_: str, path: str, by: str) -> None:
    shutil.copy(by, f"{path}.other")
    os.replace(f"{path}.other", path)


def _copy(_: str, path: str, folder: str) -> None:
    for name in (path, f"{path}.wal"):
        if os.path.exists(name):
            shutil.copy(name, folder)


ACTIONS: dict[str, Callable[..., None]] = {
    "kill": _kill,
    "signal": _signal,
    "fail": _fail,
    "remove": _remove,
    "truncate": _truncate,
    "replace": _replace,
    "copy": _copy,
}


def _patch(values: dict[str, Any]) -> None:
    for name, value in values.items():
        module, _, attribute = name.rpartition(":")
        setattr(import_module(module), attribute, value)


class _Clock(datetime):
    at: datetime

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return cls.at.astimezone(tz)


def _set_clock(seconds: int) -> None:
    """Let the program, wherever it asks, believe it is this time of UNIX."""
    _Clock.at = datetime.fromtimestamp(seconds, UTC)
    for name, module in list(sys.modules.items()):
        if name.startswith("loganalytics") and getattr(module, "datetime", None) is datetime:
            module.datetime = _Clock  # type: ignore[attr-defined]
    time.time = lambda: float(seconds)


def child(request: dict[str, Any], stdout: str, stderr: str) -> NoReturn:
    for number, path in ((1, stdout), (2, stderr)):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    opened = os.open(request["stdin"], os.O_RDONLY)
    os.dup2(opened, 0)
    os.close(opened)
    sys.stdin = open(0)  # noqa: SIM115
    sys.stdout, sys.stderr = open(1, "w"), open(2, "w")  # noqa: SIM115
    os.environ.update(request["environment"])
    _patch(request["patch"])
    if request["clock"] is not None:
        _set_clock(request["clock"])
    Plan(request["at"], request["do"], request["trace"])
    signal.alarm(LONGEST_S)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where one works unseen
    for limit, value in request["limits"].items():
        number = getattr(resource, f"RLIMIT_{limit}")
        resource.setrlimit(number, (value, resource.getrlimit(number)[1]))
    sys.argv = ["loganalytics", *request["arguments"]]
    from loganalytics.__main__ import main

    main()


def serve(folder: Path) -> None:
    from loganalytics.parse import agent_texts, lookups

    for name in ("ingest", "report", "prune", "backup", "merge", "check", "sql", "status"):
        import_module(f"loganalytics.cli.{name}")
    for name in (
        "__main__",
        "ingest",
        "reports.build",
        "ops.prune",
        "ops.rewrite",
        "render.terminal",
        "store",
    ):
        import_module(f"loganalytics.{name}")
    agent_texts.AgentLookup = cache(agent_texts.AgentLookup)  # type: ignore[misc,assignment]
    lookups.ReferrerLookup = cache(lookups.ReferrerLookup)  # type: ignore[misc,assignment]
    agent_texts.AgentLookup()
    lookups.ReferrerLookup()
    print(json.dumps({"pid": os.getpid()}), flush=True)
    for line in sys.stdin:
        requests = json.loads(line)
        outputs = [
            (str(folder / f"{n}.out"), str(folder / f"{n}.err")) for n in range(len(requests))
        ]
        pids = []
        for request, (stdout, stderr) in zip(requests, outputs, strict=True):
            time.sleep(request["after"])
            pids.append(os.fork())
            if not pids[-1]:
                child(request, stdout, stderr)
        answers = []
        for pid, (stdout, stderr) in zip(pids, outputs, strict=True):
            _, status, usage = os.wait4(pid, 0)
            answers.append(
                {
                    "code": os.waitstatus_to_exitcode(status),
                    "stdout": Path(stdout).read_text(errors="replace"),
                    "stderr": Path(stderr).read_text(errors="replace"),
                    "resident": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
                }
            )
        print(json.dumps(answers), flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
