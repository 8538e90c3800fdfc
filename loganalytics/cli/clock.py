# SPDX-License-Identifier: GPL-3.0-or-later
"""The clock that "today" and "365 days ago" are told by."""

from __future__ import annotations

from datetime import UTC, datetime


def wall_clock() -> datetime:
    """Now; a test may hold it."""
    return datetime.now(UTC)
