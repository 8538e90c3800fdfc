# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a program and measures what it takes.

What runs it must itself be small: to the system a process has held what its parent held when it
began. So nothing here imports a large library.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PAUSE_S = 0.01  # between two looks at a process
_LINUX = sys.platform == "linux"


@dataclass(frozen=True)
class Usage:
    """What a run took. `peak_mb`: resident memory and anonymous files, at the worst moment."""

    wall_s: float
    cpu_s: float  # of all processors, in the program and the system
    peak_mb: float


def run(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    feed: Sequence[str] = (),
) -> Usage:
    """Run a command in a folder, its output going to `out` and `err` there.

    `feed`: a command whose output it reads, which is measured with it, but for its memory. Ends
    the program when it fails, saying what it said.
    """
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        began = time.perf_counter()
        feeding = subprocess.Popen(feed, stdout=subprocess.PIPE) if feed else None
        process = subprocess.Popen(
            command,
            stdin=feeding.stdout if feeding else subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=folder,
            env={**os.environ, **environment},
        )
        if feeding and feeding.stdout:
            feeding.stdout.close()  # so that it ends when nobody reads on
        at_work = [process] if feeding is None else [process, feeding]
        watch = _Watch(process.pid)
        cpu_s, resident = 0.0, 0
        try:
            for each in at_work:
                _, status, used = os.wait4(each.pid, 0)
                each.returncode = os.waitstatus_to_exitcode(status)
                cpu_s += used.ru_utime + used.ru_stime
                if each is process:
                    resident = used.ru_maxrss * (1024 if sys.platform != "darwin" else 1)
            wall_s = time.perf_counter() - began
        finally:
            for each in at_work:
                if each.returncode is None:  # this program was interrupted
                    each.kill()
                    each.wait()
            watch.end()
    if process.returncode:
        said = (folder / "err").read_text(errors="replace").strip()
        sys.exit(f"{' '.join(command)} failed with {process.returncode}: {said[-2000:]}")
    return Usage(wall_s, cpu_s, max(watch.peak, resident) / 1e6)


class _Watch:
    """Looks at the memory of a process until it ends (Linux)."""

    def __init__(self, pid: int) -> None:
        self.peak = 0  # bytes, at the worst moment
        self._proc = Path(f"/proc/{pid}")
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        if _LINUX:
            self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        if _LINUX:
            self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_PAUSE_S):
            with suppress(OSError, StopIteration, ValueError):  # it has just ended
                self.peak = max(self.peak, self._resident() + self._anonymous_files())

    def _resident(self) -> int:
        lines = (self._proc / "status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) * 1024

    def _anonymous_files(self) -> int:
        # What was written to such a file and is mapped nowhere is no resident memory of anyone. Who
        # reads it has a descriptor of its own.
        sizes = {}
        for descriptor in (self._proc / "fd").iterdir():
            with suppress(OSError):
                if os.readlink(descriptor).startswith("/memfd:"):
                    found = descriptor.stat()
                    sizes[found.st_ino] = found.st_blocks * 512
        return sum(sizes.values())
