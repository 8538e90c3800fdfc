# SPDX-License-Identifier: GPL-3.0-or-later
"""A process that holds personal data leaves no core, however it dies."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import logs

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def _allow_cores() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that may leave cores, unless it decides otherwise."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=_allow_cores,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def soft_limit(pid: int) -> str:
    text = Path(f"/proc/{pid}/limits").read_text()
    found = re.search(r"^Max core file size\s+(\S+)", text, re.MULTILINE)
    assert found is not None
    return found[1]


def until_reading(process: subprocess.Popen[bytes]) -> None:
    """Feed standard input, and wait until the limit is what it will be."""
    assert process.stdin is not None
    process.stdin.write(logs.text(logs.many(50)))
    process.stdin.flush()
    for _ in range(300):
        if process.poll() is not None or soft_limit(process.pid) == "0":
            return
        time.sleep(0.1)


def left_core(process: subprocess.Popen[bytes], folder: Path) -> bool:
    """Let it die as a crash does; whether the system wrote a core."""
    os.kill(process.pid, signal.SIGABRT)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = -os.WTERMSIG(status)
    assert process.returncode == -signal.SIGABRT
    return os.WCOREDUMP(status) or any("core" in path.name for path in folder.iterdir())


@LINUX
@pytest.mark.parametrize("command", ["ingest", "verify-privacy"])
def test_a_run_that_reads_a_log_leaves_no_core(command: str, tmp_path: Path) -> None:
    ingest = ["-m", "loganalytics", "ingest", "--db", "a.duckdb", "-"]
    if command == "verify-privacy":
        with started(tmp_path, *ingest) as first:
            first.communicate(logs.text(logs.many(50)))
        assert first.returncode == 0
    with started(tmp_path, "-m", "loganalytics", command, "--db", "a.duckdb", "-") as process:
        until_reading(process)
        assert process.poll() is None, process.communicate()[1]
        assert soft_limit(process.pid) == "0"
        assert not left_core(process, tmp_path)


@LINUX
@pytest.mark.parametrize("kept", ["limit", "dumpable"])
def test_either_of_the_two_means_is_enough(kept: str, tmp_path: Path) -> None:
    program = {
        "limit": "import ctypes; ctypes.CDLL = None\n"
        "try: process.forbid_core_dumps()\nexcept TypeError: pass\n",
        "dumpable": "process.resource.setrlimit = lambda *_: None\nprocess.forbid_core_dumps()\n",
    }[kept]
    code = f"from loganalytics.cli import process\n{program}import os; os.abort()"
    with started(tmp_path, "-c", code) as process:
        _, status = os.waitpid(process.pid, 0)
        process.returncode = -os.WTERMSIG(status)
    assert process.returncode == -signal.SIGABRT
    assert not os.WCOREDUMP(status)


@LINUX
def test_a_process_that_forbids_nothing_would_leave_one(tmp_path: Path) -> None:
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this machine writes no cores")
    if Path("/proc/sys/kernel/core_pattern").read_text().startswith(("|", "/")):
        pytest.skip("this machine writes cores elsewhere")
    with started(tmp_path, "-c", "import sys; sys.stdin.read()") as process:
        time.sleep(0.3)
        assert left_core(process, tmp_path)
