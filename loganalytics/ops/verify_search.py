# SPDX-License-Identifier: GPL-3.0-or-later
"""The search itself: everything that is looked for, in every place.

A find is told by its kind, its place and the line of the log it comes from, never by what it is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from loganalytics.ops.verify_addresses import SHORTEST, in_bytes, in_line, packed
from loganalytics.ops.verify_fields import spellings
from loganalytics.ops.verify_hashes import HashHit, Index, groups
from loganalytics.ops.verify_open import Explanations
from loganalytics.ops.verify_places import COLUMN, FILE, Haystack, buffers_of
from loganalytics.ops.verify_values import ADDRESS, COOKIE, FORWARDED, QUERY, Place, Values

WHOLE = 8  # characters: shorter values are compared with whole cells
_DIFFERENT = 3
CLEAR, PACKED = "in clear", "as 16 bytes"
LEDGER = frozenset(
    ("ingests.source", "ingests.format", "ingests.geo", "ingests.lists", "meta.key", "meta.value")
)


@dataclass(frozen=True, slots=True)
class Find:
    """Something personal that was found in one place."""

    kind: str  # of value: address, forwarded address, agent, user, cookie, query value
    how: str  # 'in clear', 'MD5', 'SHA-1 with agent'
    where: str  # a file, 'table.column', or a report
    values: int  # how many different ones
    times: int  # how often any of them
    source: str  # the log and the line in which the first of them stands first
    line: int


@dataclass
class Finds:
    """Finds by (kind, how, where): the values, how often, and the first place."""

    found: dict[tuple[str, str, str], dict[object, tuple[int, Place]]] = field(default_factory=dict)

    def add(self, kind: str, how: str, where: str, value: object, times: int, place: Place) -> None:
        """Add a value that stands somewhere so many times; `place`: where in the logs."""
        values = self.found.setdefault((kind, how, where), {})
        values[value] = (values.get(value, (0, place))[0] + times, place)

    def rows(self, sources: Sequence[str]) -> Iterator[Find]:
        """The finds, a value counted once in each place."""
        for (kind, how, where), values in self.found.items():
            source, line = min(place for _, place in values.values())
            times = sum(times for times, _ in values.values())
            name = sources[source] if line else ""
            yield Find(kind, how, where, len(values), times, name, line)


class Search:
    """One search: needles, what was found, and what was explained."""

    def __init__(self, values: Values, explanations: Explanations) -> None:
        self._values = values
        self._explanations = explanations
        self.finds = Finds()
        self.excepted: dict[tuple[str, str], str] = {}
        self.hashed = 0
        self._pairs = list(values.pairs.items())
        self._singles = [
            (ADDRESS if kind == FORWARDED and text in values.texts[ADDRESS] else kind, text, place)
            for kind, texts in values.texts.items()
            if kind not in (ADDRESS, FORWARDED)
            for text, place in texts.items()
        ]
        self._singles += [(self._kind_of(text), text, p) for text, p in values.addresses().items()]
        # Values in clear: (kind, how, bytes, where in them the eight bytes stand, value, place)
        self._clear: list[tuple[str, str, bytes, int, str, Place]] = []
        self._short: dict[str, list[tuple[str, str, Place]]] = {}
        self._take_clear()

    def _kind_of(self, address: str) -> str:
        known = self._values.packed.get(packed(address) or b"")
        return known[0] if known else ADDRESS

    def _take_clear(self) -> None:
        for kind, texts in self._values.texts.items():
            for text, place in texts.items():
                if kind in (ADDRESS, FORWARDED) and packed(text) is not None:
                    continue  # literals are looked for in any spelling
                for spelling in spellings(text):
                    # 'xxxxxxxx' stands anywhere by chance.
                    if len(spelling) < WHOLE or len(set(spelling)) < _DIFFERENT:
                        self._short.setdefault(spelling, []).append((kind, text, place))
                    else:
                        data = spelling.encode()
                        self._clear.append((kind, CLEAR, data, _telling(data), text, place))
        for address, (kind, place) in self._values.packed.items():
            # The bytes of ::1, zeros and a one, stand in any file that holds numbers.
            if len(address) == 16 and len(set(address) - {0}) >= _DIFFERENT:
                self._clear.append((kind, PACKED, address, 8, address.hex(), place))
            mapped = bytes(10) + b"\xff\xff" + address
            if len(address) == 4:
                self._clear.append((kind, PACKED, mapped, 8, address.hex(), place))

    def run(self, haystacks: Sequence[Haystack], index: Index, sites: Sequence[str]) -> None:
        """Search everything for everything."""
        index.add(
            [(no, text) for no, (_, text, _) in enumerate(self._singles)],
            [(no, address, agent) for no, ((address, agent), _) in enumerate(self._pairs)],
            sites,
            [
                (no, int.from_bytes(n[2][n[3] : n[3] + 8], "big"))
                for no, n in enumerate(self._clear)
            ],
        )
        self.hashed = index.texts
        buffers = [(place, b) for place, h in enumerate(haystacks) for b in buffers_of(h)]
        for group in groups(buffers):
            hashes, clear = index.look(buffer for _, buffer in group)
            for hit in hashes:
                for place, buffer in group:
                    if times := sum(1 for _ in _positions(buffer, hit.data)):
                        self._add_hash(hit, haystacks[place].name, times)
            if clear:
                self._locate(clear, {place for place, _ in group}, haystacks, buffers)
        for haystack in haystacks:
            self._literals(haystack)
            self._whole_cells(haystack)
            for hit in index.numbers(haystack.numbers):
                self._add_hash(hit, haystack.name, 1)

    def _add_hash(self, hit: HashHit, where: str, times: int) -> None:
        how = f"{hit.hash} {hit.form}".strip()
        if hit.form:
            (address, _), place = self._pairs[hit.no]
            kind = self._kind_of(address)
            self.finds.add(kind, how, where, self._pairs[hit.no][0], times, place)
        else:
            kind, text, place = self._singles[hit.no]
            self.finds.add(kind, how, where, text, times, place)

    def _locate(
        self,
        numbers: Sequence[int],
        places: set[int],
        haystacks: Sequence[Haystack],
        buffers: Sequence[tuple[int, bytes]],
    ) -> None:
        """Look whether more than eight bytes of these values stand in these places."""
        keys: dict[tuple[bytes, int], dict[bytes, list[int]]] = {}
        for no in numbers:
            needle, at = self._clear[no][2], self._clear[no][3]
            keys.setdefault((needle[at : at + 8], at), {}).setdefault(needle, []).append(no)
        for place, buffer in buffers:
            if place not in places:
                continue
            haystack = haystacks[place]
            starts = _starts(haystack) if buffer is haystack.data else []
            for (key, at), needles in keys.items():
                lengths = {len(needle) for needle in needles}
                for position in _positions(buffer, key):
                    begin = position - at
                    for length in lengths:
                        for no in needles.get(buffer[begin : begin + length], ()):
                            cell = (
                                haystack.cells[bisect_right(starts, begin) - 1] if starts else None
                            )
                            self._add_clear(no, haystack, cell)

    def _add_clear(self, no: int, haystack: Haystack, cell: str | None) -> None:
        kind, how, _, _, text, place = self._clear[no]
        if how == CLEAR and (reason := self._explained(kind, text, haystack, cell)):
            self.excepted[kind, text] = reason
        else:
            self.finds.add(kind, how, haystack.name, text, 1, place)

    def _explained(self, kind: str, text: str, haystack: Haystack, cell: str | None) -> str:
        known = self._explanations
        asked_for = kind in (QUERY, COOKIE) and (haystack.kind == FILE or haystack.name in LEDGER)
        if asked_for and (reason := known.of_ledger(text)):
            return reason
        if haystack.kind == COLUMN:
            return known.of_cell(cell) if cell is not None else ""
        return known.of_bytes(text)

    def _whole_cells(self, haystack: Haystack) -> None:
        for cell in haystack.cells:
            for kind, text, place in self._short.get(cell, ()):
                reason = self._explanations.of_cell(cell)
                if not reason and kind in (QUERY, COOKIE) and haystack.name in LEDGER:
                    reason = self._explanations.of_ledger(text)
                if reason:
                    self.excepted[kind, text] = reason
                else:
                    self.finds.add(kind, CLEAR, haystack.name, text, 1, place)

    def _literals(self, haystack: Haystack) -> None:
        known = self._values.packed
        if not known:
            return
        found = [
            (address, run)
            for buffer in buffers_of(haystack)
            for address, run in in_bytes(buffer)
            if address in known
        ]
        for address, run in found:
            alone = {each for _, each in in_line(run.decode())}
            # '1.2.3.456' is a version in a path; the digits before its end are no client.
            if address not in alone and self._explanations.of_bytes(run.decode()):
                continue
            kind, place = known[address]
            self.finds.add(kind, CLEAR, haystack.name, address, 1, place)
        for cell in haystack.cells:  # '::1' is too short to be looked for among bytes
            if len(cell) < SHORTEST and (address := packed(cell) or b"") in known:
                kind, place = known[address]
                self.finds.add(kind, CLEAR, haystack.name, address, 1, place)


def _positions(buffer: bytes, data: bytes) -> Iterator[int]:
    position = buffer.find(data)
    while position >= 0:
        yield position
        position = buffer.find(data, position + 1)


def _telling(data: bytes) -> int:
    """Where the eight bytes begin of which the most differ: few other texts have them."""
    places = range(0, len(data) - 7)
    return max(places, key=lambda n: (len(set(data[n : n + 8])), n))


def _starts(haystack: Haystack) -> list[int]:
    """Where each cell of a column begins in its bytes."""
    return (
        [0, *accumulate(len(cell.encode()) + 1 for cell in haystack.cells[:-1])]
        if haystack.cells
        else []
    )
