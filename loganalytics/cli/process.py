# SPDX-License-Identifier: GPL-3.0-or-later
"""What a process that holds personal data forbids the system."""

from __future__ import annotations

import ctypes
import resource
import sys

_PR_SET_DUMPABLE = 4  # <linux/prctl.h>


def forbid_core_dumps() -> None:
    """Let no core of this process be written, whatever brings it down.

    The memory of a run holds addresses and agents in clear, and a core dump is that memory on a
    disk, or in the hands of a crash reporter. The limit keeps the system from writing a file. Linux
    ignores it where it pipes cores to a program, as distributions do; there the process is declared
    not dumpable, which also keeps other processes of the same user out of its memory.
    """
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
