# SPDX-License-Identifier: GPL-3.0-or-later
"""Searches a database, what lies beside it, and its reports for what the logs hold of people.

A find is told by its kind, its place and the line of the log it comes from, never by what it is.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loganalytics import engine
from loganalytics.ops.verify_hashes import Index
from loganalytics.ops.verify_open import Explanations
from loganalytics.ops.verify_places import FILE, REPORT, Haystack, Places
from loganalytics.ops.verify_search import LEDGER, Find, Search
from loganalytics.ops.verify_values import Values

SPILT = "a temporary file of DuckDB"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was searched for, where, and what was found."""

    database: str
    sources: tuple[str, ...]
    lines: int
    values: Mapping[str, int]  # by kind, distinct
    pairs: int  # of an address and an agent
    hashed: int  # texts of which hashes were looked for
    files: Mapping[str, int]  # by name, bytes
    folders: tuple[str, ...]  # of temporary files
    unread: int  # temporary files of other users
    tables: int
    cells: int
    reports: Mapping[str, int]  # by name, bytes
    by_design: int  # parameters that are stored
    excepted: Mapping[str, int]  # by reason, values that were found and are no leak
    finds: tuple[Find, ...]
    pages: tuple[int, int]  # paths of the database, and how many of them the logs show


def verify(
    database: Path,
    places: Places,
    values: Values,
    reports: Sequence[Haystack],
    own_report: str,
    cores: int = 1,
) -> Verification:
    """Search the places of a database, and its reports, for `values`.

    `own_report`: what a report prints of every database, however little it has to say.
    """
    haystacks = [*places.haystacks, *reports]
    ledger = [cell for h in haystacks if h.name in LEDGER for cell in h.cells]
    explanations = Explanations(values.opened, (_empty_database(), own_report.encode()), ledger)
    search = Search(values, explanations)
    for path in places.files.spilt:
        search.finds.add(SPILT, "left behind", str(path), path, 1, (0, 0))
    with engine.memory(memory_limit=f"{_installed() * 3 // 5 // 1_000_000}MB") as memory:
        memory.set("threads", cores)
        search.run(haystacks, Index(memory), places.sites)
    return Verification(
        database=str(database),
        sources=tuple(values.sources),
        lines=values.lines,
        values={kind: len(texts) for kind, texts in values.texts.items()},
        pairs=len(values.pairs),
        hashed=search.hashed,
        files={h.name: len(h.data) for h in haystacks if h.kind == FILE},
        folders=tuple(str(folder) for folder in places.files.folders),
        unread=places.files.unread,
        tables=places.tables,
        cells=places.cells,
        reports={h.name: len(h.data) for h in haystacks if h.kind == REPORT},
        by_design=len(values.by_design),
        excepted=dict(Counter(search.excepted.values())),
        finds=tuple(search.finds.rows(values.sources)),
        pages=_pages(haystacks, explanations),
    )


def _pages(haystacks: Sequence[Haystack], explanations: Explanations) -> tuple[int, int]:
    paths = next((h.cells for h in haystacks if h.name == "pages.path"), ())
    return len(paths), sum(1 for path in paths if explanations.of_cell(path))


def _empty_database() -> bytes:
    """The bytes of a database in which nothing is: names of tables and functions stand in them."""
    with tempfile.TemporaryDirectory(prefix="verify-privacy-") as folder:
        path = Path(folder) / "empty.duckdb"
        with engine.database(path, read_only=False) as connection:
            connection.run("store/schema")
            connection.run("store/views")
        return path.read_bytes()


def _installed() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
