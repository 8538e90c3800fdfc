# SPDX-License-Identifier: GPL-3.0-or-later
"""What a definition is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Definition:
    """What one key of a report, or one word of the ledger, means. All texts are plain English."""

    name: str  # the key in `report --format json`, or the column of the database
    title: str  # what people call it
    rule: str  # how it is counted, exactly: whole sentences
    tables: tuple[str, ...]  # where it is kept, 'table.column' each; () for what is computed
    caution: str = ""  # what it must not be read as; '' where there is nothing to mistake
