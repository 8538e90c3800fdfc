# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run was asked for, and what became of each source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from loganalytics import engine
from loganalytics.errors import SourceError
from loganalytics.ingest.unreadable import why_none
from loganalytics.model import OUTCOMES, Content, Contents, Settings, Totals
from loganalytics.parse.addresses import Network
from loganalytics.parse.formats import Format
from loganalytics.sources import Source
from loganalytics.spelling import page_glob

_MANY = 100  # new lines of a known log: if all are malformed, its server logs in another format


def totals(outcomes: Mapping[str, int] | None = None) -> Totals:
    """The totals of a source without hits; outcomes that are not given are none."""
    given = outcomes or {}
    return Totals({name: given.get(name, 0) for name in OUTCOMES}, 0, 0, 0, 0, None, None)


@dataclass(frozen=True, slots=True)
class Options:
    """What a run was asked for."""

    database: Path
    settings: Settings  # of a new database
    explicit: frozenset[str] = frozenset()  # names of settings the user gave
    format: Format | None = None  # None: detected for each source
    site: str = ""
    geoip: Path | None = None
    pixel: str = "/pixel.gif"
    exclude: tuple[str, ...] = ()
    exclude_addresses: tuple[Network, ...] = ()
    redact: tuple[str, ...] = ()  # regular expressions
    keep_query: tuple[str, ...] = ()  # names of parameters
    recent: bool = True
    dry_run: bool = False
    wait: float = 5.0  # seconds for a locked database
    max_malformed: float | None = None  # 0 to 1, of the new lines of a source
    memory: int | None = None  # bytes; None: ingest.budget decides
    cores: int = 2

    @property
    def text(self) -> str:
        """What else than the lines decides what they come to, as the ledger keeps it.

        Of an expression to be redacted, which may name a person, and of all addresses that are left
        out two digits of their SHA-256: enough to notice others, too few to confirm a guess.
        """
        # The same paths, whatever the order and the spelling they are named in.
        excludes = (
            f"exclude {glob}" for glob in sorted({page_glob(each) for each in self.exclude})
        )
        redacts = (f"redact {_digits(each)}" for each in sorted(set(self.redact)))
        addresses = " ".join(sorted({str(each) for each in self.exclude_addresses}))
        left_out = (f"exclude-address {_digits(addresses)}",) if addresses else ()
        keeps = (f"keep-query {name}" for name in sorted(set(self.keep_query)))
        always = (f"site {self.site}", f"pixel {self.pixel}")
        return "; ".join((*always, *excludes, *redacts, *keeps, *left_out))


def _digits(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:2]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one source. `lines` is the sum of the outcomes."""

    source: str
    status: str  # ingested, unchanged, failed, or skipped (in a folder, no access log)
    format: str = ""
    totals: Totals = field(default_factory=totals)
    seconds: float = 0.0  # of a source that shared its transaction: its share
    cut_edges: int = 0
    placeholders: int = 0  # none in a dry run
    error: str = ""
    hosts: str = ""  # whether its lines name virtual hosts: see Format.hosts

    @property
    def name(self) -> str:
        """The last part of the source's path; all of it where it has none."""
        return self.source.rpartition("/")[2] or self.source

    @property
    def lines(self) -> int:
        """Lines of the source, known and half-written ones included."""
        return sum(self.totals.outcomes.values())


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a source, before its new lines are folded."""

    source: Source
    format: Format
    lines: int
    known_lines: int  # the first ones
    parsed: int  # lines that are hits, known ones perhaps included
    incomplete: bool
    contents: tuple[Content, ...]  # what will be known

    @property
    def mixed(self) -> bool:
        """Whether it is open if a line that did not parse is known or new."""
        return 0 < self.known_lines < self.lines and self.parsed < self.lines

    def nothing_new(self, known: Contents, options: Options) -> Result | None:
        """What became of the source if it brought no new line, else None.

        Raises `SourceError` if no line of it parses, or none of many new ones, or a larger share
        does not than is allowed, or if it may be a beginning of a `known` content.
        """
        new_lines = self.lines - self.known_lines
        if new_lines and not self.parsed and (not self.known_lines or new_lines >= _MANY):
            hint = why_none(self.source, self.format, given=options.format is not None)
            none = f"none of its {new_lines:,} new lines" if self.known_lines else "no line of it"
            raise SourceError(f"{self.source.label}: {none} parses as {self.format.name}; {hint}")
        malformed, max_malformed = new_lines - self.parsed, options.max_malformed
        if max_malformed is not None and malformed > round(max_malformed * new_lines, 6):
            raise SourceError(
                f"{self.source.label}: {malformed:,} of {new_lines:,} new lines are malformed "
                f"({malformed / new_lines:.1%}), more than --max-malformed {100 * max_malformed:g}%"
                "; nothing of it was counted"
            )
        if new_lines and any(known.begins(content) for content in self.contents):
            raise SourceError(
                f"{self.source.label}: begins as a log that is known, and ends before that one"
                " does: it was shortened, or is another log; nothing of it was counted. If its last"
                " lines are new, give them alone"
            )
        if new_lines:
            return None
        status = "unchanged" if self.known_lines else "ingested"
        return Result(self.source.label, status, self.format.name, totals(self._not_new()))

    def total(self, folded: Totals) -> Totals:
        """The totals of all lines, where these are those of the new lines that parsed."""
        malformed = {"malformed": self.lines - self.known_lines - folded.hits}
        outcomes = totals(folded.outcomes | self._not_new() | malformed).outcomes
        return replace(folded, outcomes=outcomes)

    def _not_new(self) -> dict[str, int]:
        return {"already_ingested": self.known_lines, "incomplete": int(self.incomplete)}


@contextmanager
def countable(source: Source) -> Iterator[None]:
    """Let a statement that fails on a source be the failure of that source alone."""
    try:
        yield
    except engine.EngineError as error:
        if error.out_of_memory:
            raise SourceError(
                f"{source.label}: not enough memory; allow more with "
                "--memory, or split the log into smaller files"
            ) from None
        raise SourceError(f"{source.label}: cannot be counted, {error}; please report") from None
