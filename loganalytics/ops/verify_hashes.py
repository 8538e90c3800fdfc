# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds hashes of people, and the beginnings of values in clear, among many bytes.

Every eight bytes that follow each other are joined with eight bytes of whatever is looked for, by
DuckDB in memory: that takes a second a megabyte, however many people there are. Eight bytes of a
hash are conclusive, and of a value in clear they are a candidate.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loganalytics.engine import Connection, arrays

_PIECE = 1 << 20  # bytes whose windows are handed over at once
_GROUP = 8 << 20  # bytes whose windows are joined at once
_ROWS = 100_000
_CHANCE = 1e-6


@dataclass(frozen=True, slots=True)
class HashHit:
    """A hash that stands somewhere: of which text, and which bytes."""

    no: int  # of a text that was hashed alone, or of a pair
    form: str  # '', 'with agent', 'with agent and site'
    hash: str  # 'MD5'
    data: bytes  # eight bytes, or four as a number


class Index:
    """What is looked for, in an in-memory database."""

    def __init__(self, memory: Connection) -> None:
        self._memory = memory
        memory.run("verify/macros")
        memory.run("verify/people")
        self.texts = 0  # that were hashed
        self._numbers = 0

    def add(
        self,
        singles: Sequence[tuple[int, str]],
        pairs: Sequence[tuple[int, str, str]],
        sites: Sequence[str],
        clear: Sequence[tuple[int, int]],
    ) -> None:
        """Take what is looked for: numbered texts and pairs, and first bytes of values."""
        for name, columns, rows in (
            ("verify/add_singles", ("no", "text"), singles),
            ("verify/add_pairs", ("no", "address", "agent"), pairs),
            ("verify/add_clear", ("no", "w"), clear),
        ):
            for start in range(0, len(rows), _ROWS):
                part = arrays(rows[start : start + _ROWS], len(columns))
                self._memory.run(name, **dict(zip(columns, part, strict=True)))
        self._memory.run("verify/add_sites", site=list(sites))
        self._memory.run("verify/hashed")
        self._memory.run("verify/mixed")
        self.texts, self._numbers = self._memory.run("verify/hash_counts")[0]

    def look(self, buffers: Iterable[bytes]) -> tuple[list[HashHit], list[int]]:
        """What stands in these buffers: hashes, and numbers of values whose beginning does."""
        self._memory.run("verify/windows")
        for buffer in buffers:
            for start in range(0, len(buffer), _PIECE):
                piece = buffer[start : start + _PIECE + 7]
                self._memory.run("verify/add_windows", digits=_digits(piece))
        hashes = [
            HashHit(no, form, name, w.to_bytes(8, "big"))
            for no, form, name, w in self._memory.run("verify/hash_hits")
        ]
        return hashes, [no for (no,) in self._memory.run("verify/clear_hits")]

    def numbers(self, numbers: frozenset[int]) -> list[HashHit]:
        """Hashes of 32 bits among numbers, unless chance could explain as many."""
        if not numbers:
            return []
        found = self._memory.run("verify/number_hits", number=list(numbers))
        distinct = len({number for *_, number in found})
        if is_chance(distinct, len(numbers) * self._numbers / 2**32):
            return []
        return [HashHit(no, form, "FNV-1a", n.to_bytes(4, "big")) for no, form, n in found]


def is_chance(hits: int, expected: float) -> bool:
    """Whether so many hits, or more, come by chance oftener than once in a million times."""
    if hits <= expected or not hits:
        return True
    exactly = math.exp(-expected + hits * math.log(expected) - math.lgamma(hits + 1))
    return exactly / (1 - expected / (hits + 1)) > _CHANCE


def groups(buffers: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    """Pieces, each with the number of the place it belongs to, together some megabytes."""
    group: list[tuple[int, bytes]] = []
    size = 0
    for place, buffer in buffers:
        for start in range(0, len(buffer), _GROUP):
            # A hash or a beginning may stand across the border.
            whole = buffer if len(buffer) <= _GROUP else buffer[start : start + _GROUP + 7]
            if size + len(whole) > _GROUP and group:
                yield group
                group, size = [], 0
            group.append((place, whole))
            size += len(whole)
    if group:
        yield group


def _digits(piece: bytes) -> str:
    windows = []
    for start in range(8):
        end = start + (len(piece) - start) // 8 * 8
        if end > start:
            windows.append(piece[start:end].hex("\n", 8))
    return "\n".join(windows)
