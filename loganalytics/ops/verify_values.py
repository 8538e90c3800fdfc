# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads logs again, apart from `parse`, and keeps whatever in them points at a person.

All of it lives in memory only. Where a value was met first is kept with it, so that a find can be
named by the line of a log instead of by what stands there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from loganalytics.errors import SourceError
from loganalytics.ops.verify_addresses import in_line, packed, spelt
from loganalytics.ops.verify_fields import Urls, host_texts
from loganalytics.ops.verify_formats import NamedFields
from loganalytics.parse.detect import detect, fitting
from loganalytics.parse.formats import NAMED, Format
from loganalytics.sources import Reader, Source

ADDRESS, FORWARDED, AGENT, USER, COOKIE, QUERY = (
    "address",
    "forwarded address",
    "agent",
    "user",
    "cookie",
    "query value",
)
KINDS = (ADDRESS, FORWARDED, AGENT, USER, COOKIE, QUERY)

_TOKEN = re.compile(r"[^\s,;|]+")
_REQUEST = re.compile(r"[A-Za-z_-]{1,30} (\S.*?)(?: HTTP/[0-9.]+)?$")
_COOKIES = re.compile(r"[\w.!#$%&'*+^`|~-]+=[^;]*(?:; ?[\w.!#$%&'*+^`|~-]+=[^;]*)*;?")
_NO_AGENT = re.compile(r"HTTP/[0-9.]+|[A-Z]{3,10}|[^A-Za-z]*|unknown")
_HOST = re.compile(r"(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,24}(?::\d+)?")
_LANGUAGE = re.compile(r"(?:^|,) *([a-z]{2,3})\b")
_MAX_LITERALS = 50  # of one field: more addresses does no request hold

Place = tuple[int, int]  # number of a source, number of a line in it
Progress = Callable[[Source, int, int], None]


@dataclass
class Values:
    """What the logs hold of people, each value with the place where it was met first."""

    texts: dict[str, dict[str, Place]] = field(default_factory=lambda: {k: {} for k in KINDS})
    packed: dict[bytes, tuple[str, Place]] = field(default_factory=dict)  # addresses
    pairs: dict[tuple[str, str], Place] = field(default_factory=dict)  # address, agent
    opened: set[str] = field(default_factory=set)  # stored by design, in loose form
    by_design: set[str] = field(default_factory=set)  # parameters that are stored
    sources: list[str] = field(default_factory=list)
    lines: int = 0

    def addresses(self) -> dict[str, Place]:
        """Every address in every spelling that is hashed: as logged, and as usual."""
        found = {**self.texts[FORWARDED], **self.texts[ADDRESS]}
        for address, (_, place) in self.packed.items():
            found.setdefault(spelt(address), place)
            if len(address) == 4:
                found.setdefault(f"::ffff:{spelt(address)}", place)
        return found


class Collector:
    """Takes lines into `values`."""

    def __init__(
        self, pixel: str, log_format: Format | None = None, keep: Sequence[str] = ()
    ) -> None:
        """`log_format`: of the logs, where it must be named to ingest them; `keep`: parameters."""
        self.values = Values()
        self._format = log_format
        self._named = None
        if log_format is not None and log_format.name not in NAMED:
            self._named = NamedFields(log_format.name)
        self._place: Place = (0, 0)
        self._met = False  # a client in the source at hand
        self._heads: dict[str, tuple[str, ...]] = {}  # what precedes the time -> addresses
        self._fields: dict[str, tuple[str, tuple[str, ...]]] = {}  # quoted -> agent, addresses
        self._others: set[str] = set()  # unquoted
        self._urls = Urls(
            pixel,
            value=lambda text: self._add(QUERY, text),
            opened=self.values.opened.add,
            by_design=self.values.by_design.add,
            keep=keep,
        )

    def read(self, sources: Sequence[Source], progress: Progress) -> None:
        """Read sources; raises `SourceError` where one cannot be read or holds no access log.

        Of a folder, what an ingest leaves out is left out.
        """
        for source in sources:
            if source.error:
                raise SourceError(source.error)
            if source.in_folder and not self._is_log(source):
                continue
            number = len(self.values.sources)
            self.values.sources.append(source.label)
            lines, self._met = 0, False
            for lines, line in enumerate(_lines(source, progress), 1):
                self._place = (number, lines)
                self._line(line)
            self.values.lines += lines
            if lines and not self._met:
                raise SourceError(f"{source.label}: no line names a client; is it an access log?")

        if sources and not self.values.sources:
            raise SourceError(f"{os.path.dirname(sources[0].label)}: no access log in this folder")

    def _is_log(self, source: Source) -> bool:
        with Reader(source) as reader:
            lines = reader.sample().decode(errors="backslashreplace").replace("\r", "").split("\n")
        if self._format is not None:
            return bool(fitting(self._format, lines))
        return detect(lines).format is not None

    def _line(self, line: str) -> None:
        if "\\" in line:
            line = line.replace("\\\\", "\\x5C").replace('\\"', "\\x22")
        parts = line.split('"')
        head = parts[0].partition("[")[0]
        addresses = self._heads.get(head)
        if addresses is None:
            timed = "[" in parts[0]
            addresses = self._heads[head] = tuple(self._head(head, timed))
        self._met = self._met or bool(addresses)
        rest = parts[0][len(head) :]
        if rest.partition("]")[2].strip():
            self._unquoted(rest.partition("]")[2])
        agents: list[str] = []
        for index in range(1, len(parts)):
            part = parts[index]
            if not index & 1:
                if part not in self._others:
                    self._others.add(part)
                    self._unquoted(part)
                continue
            found = self._fields.get(part)
            if found is None:
                found = self._fields[part] = self._field(part)
            if found[0]:
                agents.append(found[0])
            if found[1]:
                addresses += found[1]
        if self._named is not None:
            self._by_name(line, agents)
        pairs = self.values.pairs
        for agent in agents:
            for address in addresses:
                if (address, agent) not in pairs:
                    pairs[address, agent] = self._place

    def _add(self, kind: str, text: str) -> None:
        known = self.values.texts[kind]
        if text not in known:
            known[text] = self._place

    def _address(self, kind: str, text: str, address: bytes) -> None:
        self._add(kind, text)
        self.values.packed.setdefault(address, (kind, self._place))

    def _head(self, head: str, timed: bool) -> Iterator[str]:
        """The client, and what stands around it: `[host] client ident user`."""
        tokens = list(_TOKEN.finditer(head))
        client = None
        for index, token in enumerate(tokens):
            address = packed(token[0].strip("[]"))
            if address is not None:
                text = token[0].strip("[]")
                self._address(ADDRESS, text, address)
                yield text
                client = index if client is None else client
        if client is None:
            client = next((n for n, t in enumerate(tokens[1:]) if t[0] == "-"), None)
            if client is not None:  # the name of a host, which servers may look up
                self._add(ADDRESS, tokens[client][0])
                yield tokens[client][0]
        if client is None:
            for literal, address in in_line(head):
                self._address(ADDRESS, literal, address)
                yield literal
            return
        for token in tokens[:client]:
            self.values.opened.update(host_texts(token[0]))
        if timed and len(tokens) > client + 2:
            user = head[tokens[client + 1].end() :].strip(" ,;|\t")
            if user and user != "-":
                self._add(USER, user)

    def _unquoted(self, text: str) -> None:
        """Numbers mostly; in some formats a target, a method, an address."""
        for literal, address in in_line(text):
            self._address(FORWARDED, literal, address)
        if "/" in text or "?" in text:
            for token in text.split():
                if token.startswith(("/", "?")) or "://" in token:
                    self._urls.take(token)

    def _field(self, text: str) -> tuple[str, tuple[str, ...]]:
        """(the agent it is, or '', the client addresses it names)."""
        literals = list(in_line(text))[:_MAX_LITERALS]
        pieces = [piece.strip(" []") for piece in text.split(",")]
        if literals and all(packed(piece) or piece in ("-", "unknown") for piece in pieces):
            for literal, address in literals:
                self._address(FORWARDED, literal, address)
            return "", tuple(literal for literal, _ in literals)
        for literal, address in literals:
            self._address(ADDRESS, literal, address)
        request = _REQUEST.match(text)
        if request and (text.rpartition(" ")[2].startswith("HTTP/") or request[1][0] == "/"):
            self._urls.take(request[1])
        elif text.startswith(("/", "?")) or re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
            self._urls.take(text)
        elif _COOKIES.fullmatch(text):
            self._cookies(text)
        elif _HOST.fullmatch(text):
            self.values.opened.update(host_texts(text))
        elif not _NO_AGENT.fullmatch(text):
            self._add(AGENT, text)
            return text, ()
        return "", ()

    def _cookies(self, text: str) -> None:
        for pair in text.split(";"):
            if value := pair.partition("=")[2].strip().strip('"'):
                self._add(COOKIE, value)

    def _by_name(self, line: str, agents: list[str]) -> None:
        """What the format says of this line, beside what was seen in it anyway."""
        assert self._named is not None
        for kind, value in self._named.of(line):
            if value in ("", "-"):
                continue
            if kind == "agent":
                self._add(AGENT, value)
                if value not in agents:
                    agents.append(value)
            elif kind == "user":
                self._add(USER, value)
            elif kind == "cookies":
                self._cookies(value if "=" in value else f"={value}")
            elif kind == "query":
                self._urls.query(value.lstrip("?"))
            elif kind == "url":
                self._urls.take(value)
            elif kind == "languages":  # of which the first letters are stored by design
                self.values.opened.update(_LANGUAGE.findall(value.lower()))
            elif kind == "host":
                self.values.opened.update(host_texts(value))
            elif packed(value) is None:
                self._add(ADDRESS, value)


def _lines(source: Source, progress: Progress) -> Iterator[str]:
    with Reader(source) as reader:
        while (chunk := reader.read()) is not None:
            text = b"".join(chunk.pieces).decode()
            progress(source, reader.consumed, reader.size)
            yield from text.removesuffix("\n").split("\n")
