# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks up what a chunk brought that is new: Python runs over distinct values only.

Each method asks the in-memory database which values it has not seen yet, turns them into what may
be counted, and hands that back as rows. The numbers given to values hold for one run.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection, columns
from loganalytics.parse.addresses import Network, pattern, ranges
from loganalytics.parse.agent_texts import AgentTexts
from loganalytics.parse.cleaning import clean_host, redacting, unescape
from loganalytics.parse.countries import CountryLookup
from loganalytics.parse.languages import language
from loganalytics.parse.parameters import Parameters
from loganalytics.parse.paths import Paths
from loganalytics.parse.plain import MANY, PlainLookup
from loganalytics.parse.referrers import OF_REFERRER, SPAM, ReferrerLookup, values_of
from loganalytics.parse.rules import lists_version
from loganalytics.parse.tally import Tally
from loganalytics.parse.targets import UNKNOWN, TargetLookup
from loganalytics.timings import step

_PORTION = 4096
_EMBEDDED = (".css", ".js", ".mjs")
_OUTCOMES = {"page": "pageview"}  # of other kinds the same word


# What is looked up, each kind as a step of its own; "counting": the days of buckets.
Kind = Literal["agents", "hosts", "targets", "referrers", "countries", "pixel", "counting"]


class Lookups:
    """The lookups of one run. Of what is new they take note when it is kept: that may fail.

    Several threads may look up what their chunks brought; each hands over a connection of its own.
    """

    @step("start")
    def __init__(
        self,
        memory: Connection,
        *,
        geoip: Path | None,
        pixel: str,
        exclude: Sequence[str],
        site: str,
        redact: Sequence[str] = (),
        keep: Sequence[str] = (),
        leave_out: Sequence[Network] = (),
    ) -> None:
        self._memory = memory
        self._countries = CountryLookup(geoip)
        self.clean = redacting(redact)  # what is done to whatever is stored of a text
        self._targets = TargetLookup(pixel, exclude, self.clean, keep)
        self._referrers = ReferrerLookup(self.clean, site)
        self._many = float("inf") if redact or keep else MANY  # SQL knows neither
        self._tally = Tally()
        self._paths = Paths(self._tally, self._targets, self.clean)
        self._plain = PlainLookup(memory, self._tally, self._paths, self._targets, self._referrers)
        self._parameters = Parameters(
            self._tally, self._paths, self._targets, self._referrers, self.clean
        )
        self._agents = AgentTexts(self._tally)
        # Of each kind one thread at a time looks up what is new: two would find the same.
        self._alone = {kind: threading.Lock() for kind in get_args(Kind)}
        self.pixel = pixel.rsplit("/", 1)[-1]  # what the path of each of its hits contains
        self.kept = self._targets.kept  # what finds the parameters that tell pages apart
        # Parameters of the statements that judge hits.
        self.judging: Mapping[str, object] = {
            "kept": self.kept,
            "left_out": pattern(leave_out),
            "left_out_ranges": ranges(leave_out),
        }
        if keep:
            memory.run("parse/keep_query")
        if leave_out:
            memory.run("parse/leave_out")
        self._site = site
        self._sites: dict[str, int] = {}
        self._doubled = False  # whether many headers were looked up again after `forget_texts`
        self.unknown_path = self._paths.numbers(memory, [UNKNOWN])[0]

    @property
    def values(self) -> int:
        """How many values are held; long ones count for several."""
        return self._tally.values

    @property
    def geo(self) -> str:
        """Name and version of the geo data."""
        return self._countries.version

    @property
    def lists(self) -> str:
        """Names and versions of the lists of agents and bots."""
        return lists_version()

    @property
    def knows_spam(self) -> bool:
        """Whether a pixel told of a referrer that is spam."""
        return self._parameters.knows_spam

    def cut_lines(self, memory: Connection) -> int:
        """Look up the agents, virtual hosts, targets and Referer headers in `cut`.

        Returns how many agents, targets and Referer headers were new.
        """
        with self._looking_up("agents"):
            agents = self._agents.add(memory)
        with self._looking_up("hosts"):
            self._look_up_sites(memory)
        with self._looking_up("targets"):
            targets: int = memory.run("parse/new_targets", pixel=self.pixel, kept=self.kept)[0][0]
            self._add_targets(memory, self._new(memory, targets, self._plain.targets))
        with self._looking_up("referrers"):
            headers: int = memory.run("parse/new_headers", kept=self.kept)[0][0]
            self._add_headers(memory, self._new(memory, headers, self._plain.headers))
        return agents + targets + headers

    @step("targets")
    def requests(self, day: date | None = None) -> None:
        """Look up what was asked for by hits that are no views, and the pages that led to nothing.

        Their targets and Referer headers are in `requests` until then. Of days before `day`, or of
        all. No chunk may be at work.
        """
        memory = self._memory
        targets = [target for (target,) in memory.run("parse/new_asked", day=day)]
        headers = [header for (header,) in memory.run("parse/new_came", day=day)]
        # In portions: what a scan asks for is long, and to hand it over takes its size manifold.
        for start in range(0, len(targets), _PORTION):
            self._add_targets(memory, targets[start : start + _PORTION])
        for start in range(0, len(headers), _PORTION):
            self._add_headers(memory, headers[start : start + _PORTION])
        memory.run("parse/number_requests", day=day)
        memory.run("parse/number_response_times", day=day)

    def visitors(self, memory: Connection) -> None:
        """Look up the countries of visitors who are new, after which their addresses are gone."""
        with self._looking_up("countries"):
            memory.run("parse/newcomers")
            addresses = [address for (address,) in memory.run("parse/new_addresses")]
            if addresses:
                countries = self._countries.lookup(addresses)
                memory.run("parse/add_visitor_keys", address=addresses, country=countries)

    def days(self, memory: Connection, zone: ZoneInfo) -> None:
        """Find the days, in `zone`, of the buckets in `traffic` that are new."""
        with self._looking_up("counting"):
            new = [bucket for (bucket,) in memory.run("parse/new_days")]
            days = [datetime.fromtimestamp(bucket, UTC).astimezone(zone).date() for bucket in new]
            if new:
                memory.run("parse/add_days", bucket=new, day=days)

    def parameters(self, memory: Connection) -> None:
        """Look up the parameters in `pixels`."""
        with self._looking_up("pixel"):
            self._parameters.add(memory)

    @step("counting")
    def forget_texts(self) -> None:
        """Forget how agents, targets and headers are known again. No chunk may be at work.

        Not headers, if the log brings the same again and again: each would be held several times.
        """
        self._forget_texts()
        self._count()

    @step("counting")
    def forget_unused(self) -> None:
        """The same, and what no hit that waits to be folded points at. No chunk may be at work."""
        self._agents.forget()
        self._paths.forget()
        self._forget_texts()
        self._memory.run("parse/forget_unused")
        self._count()

    def let_go(self) -> None:
        """Let go of the rules for agents until they are asked again. No chunk may be at work."""
        self._agents.let_go()
        self._memory.give_back()

    def close(self) -> None:
        """Close the geo data, and end the thread that looks agents up."""
        self._agents.close()
        self._countries.close()

    def _forget_texts(self) -> None:
        self._memory.run("parse/forget_texts")
        if not self._doubled:
            self._memory.run("parse/forget_header_texts")

    def _count(self) -> None:
        self._tally.values, self._doubled = self._memory.run("parse/looked_up")[0]

    @contextmanager
    def _looking_up(self, kind: Kind) -> Iterator[None]:
        with step("waiting"), self._alone[kind], step(kind):
            yield

    def _look_up_sites(self, memory: Connection) -> None:
        new = [host for (host,) in memory.run("parse/new_hosts")]
        sites = [clean_host(unescape(host), self.clean).text or self._site for host in new]
        added = self._tally.numbered(
            "site", [s for s in dict.fromkeys(sites) if s not in self._sites]
        )
        self._tally.add(memory, "parse/add_sites", ("site_id", "site"), added)
        self._sites.update((site, number) for number, site in added)
        rows = [(host, self._sites[site]) for host, site in zip(new, sites, strict=True)]
        self._tally.add(memory, "parse/add_hosts", ("host", "site_id"), rows)

    def _new(
        self, memory: Connection, count: int, plain: Callable[[Connection, int], list[str]]
    ) -> Sequence[str]:
        """What Python has to look up of the so many values in `fresh`."""
        if count > self._many:
            return plain(memory, count)
        return [value for (value,) in memory.run("parse/fresh")] if count else ()

    def _add_targets(self, memory: Connection, new: Sequence[str]) -> None:
        found = self._targets.lookup(new)
        shown = [self._targets.shown(target.path) for target in found]
        pages = {
            path: target.page if path == target.path else path
            for path, target in zip(shown, found, strict=True)
        }
        paths = self._paths.numbers(memory, shown, pages)
        rows = [
            (raw, _OUTCOMES.get(t.kind, t.kind), path_id, t.path.endswith(_EMBEDDED))
            for raw, t, path_id in zip(new, found, paths, strict=True)
        ]
        self._tally.add(memory, "parse/add_targets", ("target", "kind", "path_id", "embeds"), rows)

    def _add_headers(self, memory: Connection, new: Sequence[str]) -> None:
        sent = [header.partition("\n") for header in new]
        texts = [unescape(referer) for referer, *_ in sent]
        found = self._referrers.lookup(texts)
        urls = [referer if r.host else "" for (referer, *_), r in zip(sent, found, strict=True)]
        paths = self._paths.numbers(memory, [self._targets.page(url) for url in urls])
        numbered = self._tally.numbered("header", new)
        rows = [
            (
                *(number, text, *values_of(r), path_id if r.host else None),
                *(language(accepted) if named else "", header),
            )
            for (number, header), text, (_, named, accepted), r, path_id in zip(
                numbered, texts, sent, found, paths, strict=True
            )
        ]
        known = [
            (header, number, r.source if r.channel == SPAM else "")
            for (number, header), r in zip(numbered, found, strict=True)
        ]
        names = ("header_id", "text", *OF_REFERRER, "path_id", "language", "header")
        self._tally.add(memory, "parse/add_headers", names, rows)
        # Not before: whoever knows a header must find what it stands for.
        if known:
            memory.run("parse/add_header_texts", **columns(known, ("header", "header_id", "spam")))
