# SPDX-License-Identifier: GPL-3.0-or-later
"""By which rules lines were judged: what an ingest notes of them, so that a later one can tell.

Lines that were counted by other rules are not joined with new ones: read again they would come to
something else, and what they never counted would be taken back.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

# To be raised with whatever changes what a line comes to: formats, paths, kinds, referrers, bots,
# spam, the lists in data/.
RULES = 5


@cache
def lists_version() -> str:
    """Names and versions of the lists, 'ua-parser 1.0.2, ..., own rules 5'."""
    names = ("ua-parser", "crawler-user-agents", "crawlerdetect")
    return ", ".join([*(f"{name} {version(name)}" for name in names), f"own rules {RULES}"])
