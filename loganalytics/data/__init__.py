# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists the package carries, and their one reader. README.md names their sources and licences."""

from __future__ import annotations

from importlib.resources import files


def rows(name: str) -> list[list[str]]:
    """The rows of a tab separated list, comments left out."""
    text = (files(__name__) / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
