# SPDX-License-Identifier: GPL-3.0-or-later
"""Definitions as plain text, for a terminal and for the file beside an export."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from loganalytics.model_definitions import Definition


def dumps(definitions: Sequence[Definition], *, width: int) -> str:
    """Return the definitions, one below the other; no line is longer than `width`."""
    return "\n".join("".join(f"{line}\n" for line in _lines(each, width)) for each in definitions)


def _lines(definition: Definition, width: int) -> list[str]:
    kept = ", ".join(definition.tables)
    parts = (
        definition.rule,
        definition.caution,
        f"Kept in: {kept}." if kept else "Not kept: computed.",
    )
    lines = [f"{definition.name} - {definition.title}"]
    for part in filter(None, parts):
        lines += textwrap.wrap(
            part,
            width,
            initial_indent="  ",
            subsequent_indent="  ",
            break_on_hyphens=False,
        )
    return lines
