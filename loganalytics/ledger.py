# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger: which content is known, whatever it is called and however it is compressed.

A content is a beginning of a source up to a newline: its bytes, its lines, and the SHA-256 over the
time, status and size fields of exactly those lines. A source that begins with a known content is
its continuation; what follows is looked up again as a beginning of its own (`cat a b`).

What was new of a continuation is a content as well, for it may come alone. It may have come to
another log, too, as where a monitor asks several hosts in one second. So behind known lines it is
known only where it came behind those, or has lines of so many kinds that no chance made them alike.

A source that is shorter than a known content cannot be compared with all of it. So that it can be
told that it begins as that one does, a content has digests, too, of the first 256 bytes of these
fields, and of a tenth more each time, whatever line they end in: six digits each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from loganalytics.model import Content, Contents
from loganalytics.timings import step

_SHORTEST, _DIGITS = 256, 6  # bytes of marks, some seven lines; digits of a digest
_KINDS = 5  # different statuses and sizes: no monitor has as many in the seconds of another's


class Matcher:
    """Follows the lines of a source and says how far they are known.

    Feed it the lines in order. It asks for the first line of each beginning by itself
    (`wants_line`), and for cuts where a known content may end (`next_cut`).

    Attributes: `known_bytes`, `known_lines`: how far the source is known; `bytes`, `lines`: how far
    it was fed; `compared`, `begins`: the known contents that it was compared with from its
    beginning on, and those of them that it begins with.
    """

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self.bytes = self.lines = self.known_bytes = self.known_lines = 0
        self._whole = _Digest()
        self._known_whole = _Digest()  # as it was where the known ends
        self._rest = _Digest()  # of what follows the known
        self._trails = [_Trail(0, ())] if contents else []
        # A content is found once in a source: lines that come again in the second they were first
        # seen in are new, though they look like the beginning all over again.
        self._found: set[Content] = set()
        self.compared: set[Content] = set()
        self.begins: set[Content] = set()

    @property
    def wants_line(self) -> bool:
        """Whether the next chunk must be a single line."""
        return any(trail.candidates is None for trail in self._trails)

    @property
    def alive(self) -> bool:
        """Whether more lines could still turn out to be known."""
        return bool(self._trails)

    def next_cut(self) -> int | None:
        """The next position in the source at which a known content may end."""
        ends = [
            trail.start + content.bytes
            for trail in self._trails
            for content in trail.candidates or ()
        ]
        return min(ends, default=None)

    @step("ledger")
    def feed(self, marks: str, raw_bytes: int, lines: int) -> bool:
        """Take the next lines; returns whether all lines up to here are known now."""
        data = marks.encode()
        self.bytes += raw_bytes
        self.lines += lines
        self._whole.update(data, raw_bytes, lines)
        self._rest.update(data, raw_bytes, lines)
        reached: list[Content] = []
        trails = []
        for trail in self._trails:
            trail.digest.update(data, raw_bytes, lines)
            if trail.candidates is None:
                trail.candidates = self._contents.of(trail.digest.value())
                if trail.start == 0:
                    self.compared.update(trail.candidates)
            trail.note(marks)
            here = trail.digest
            for content in trail.candidates:
                if (
                    content.bytes == here.bytes
                    and content.lines == here.lines
                    and content.digest == here.value()
                    and content not in self._found
                    and trail.may_hold(content)
                ):
                    if trail.start == 0:
                        self.begins.add(content)
                    reached.append(content)
            trail.candidates = [c for c in trail.candidates if c.bytes > here.bytes]
            if trail.candidates:
                trails.append(trail)
        if reached:
            self._found.update(reached)
            self.known_bytes, self.known_lines = self.bytes, self.lines
            self._known_whole = self._whole.copy()
            self._rest = _Digest()
            trails.append(_Trail(self.bytes, reached))
        self._trails = trails
        return bool(reached)

    def rewind(self) -> Matcher:
        """A matcher that stands where the known ends and looks for nothing more.

        To be fed with the new lines, for their content.
        """
        at = Matcher(Contents())
        at.bytes = at.known_bytes = self.known_bytes
        at.lines = at.known_lines = self.known_lines
        at._trails = []
        at._whole = self._known_whole.copy()
        return at

    def contents(self) -> list[Content]:
        """What is to be remembered of all lines fed: the whole, and what is new on its own."""
        found = [self._whole.content()]
        if self.known_bytes:
            found.append(self._rest.content(self.known_bytes))
        return [content for content in found if content is not None]


class _Digest:
    """SHA-256 over the marks of lines, with their head and their beginnings."""

    def __init__(self) -> None:
        self._sha = hashlib.sha256()
        self._head = self._beginnings = ""
        self._fed, self._next = 0, _SHORTEST  # bytes of marks
        self.bytes = self.lines = 0

    def update(self, data: bytes, raw_bytes: int, lines: int) -> None:
        if not self.lines and lines:
            self._head = hashlib.sha256(data[: data.index(b"\n") + 1]).hexdigest()
        rest = memoryview(data)
        while self._fed + len(rest) >= self._next:
            end = self._next - self._fed
            self._sha.update(rest[:end])
            self._beginnings += self._sha.copy().hexdigest()[:_DIGITS]
            self._fed, self._next, rest = self._next, self._next * 11 // 10, rest[end:]
        self._sha.update(rest)
        self._fed += len(rest)
        self.bytes += raw_bytes
        self.lines += lines

    def value(self) -> str:
        return self._sha.hexdigest()

    def content(self, behind: int = 0) -> Content | None:
        if not self.lines:
            return None
        return Content(self.bytes, self.lines, self._head, self.value(), self._beginnings, behind)

    def copy(self) -> _Digest:
        other = _Digest()
        other._sha = self._sha.copy()
        other._head, other._beginnings = self._head, self._beginnings
        other._fed, other._next = self._fed, self._next
        other.bytes, other.lines = self.bytes, self.lines
        return other


class _Trail:
    """A place at which a known content may begin, and those that still may."""

    def __init__(self, start: int, before: Iterable[Content]) -> None:
        """`before`: the known contents that end where it starts."""
        self.start = start
        self.digest = _Digest()
        self.candidates: Sequence[Content] | None = None  # None: the first line was not seen yet
        # Where these ended in their own source, if they are what was new of it.
        self._ends = {each.behind + each.bytes for each in before if each.behind}
        self._kinds: set[str] = set()  # of lines, up to _KINDS of them

    def note(self, marks: str) -> None:
        """Look at the kinds of lines, as far as what may end here takes it."""
        if len(self._kinds) < _KINDS and not all(map(self.may_hold, self.candidates or ())):
            for mark in marks.splitlines():
                self._kinds.add(" ".join(mark.split()[-2:]))
                if len(self._kinds) == _KINDS:
                    break

    def may_hold(self, content: Content) -> bool:
        """Whether a content may stand here."""
        follows = not self.start or not content.behind or content.behind in self._ends
        return follows or len(self._kinds) == _KINDS
