# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks up what a chunk brought that is new: Python runs over distinct values only.

Each method asks the in-memory database which values it has not seen yet, turns them into what may
be counted, and hands that back as rows. The numbers given to values hold for one run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from loganalytics.engine import Connection, columns
from loganalytics.model import UTM, Referrer
from loganalytics.parse.agent_texts import AgentTexts
from loganalytics.parse.bots import lists_version
from loganalytics.parse.campaigns import read_campaign
from loganalytics.parse.cleaning import clean_host, redacting, unescape
from loganalytics.parse.countries import CountryLookup
from loganalytics.parse.languages import language
from loganalytics.parse.plain import MANY, Left, PlainLookup
from loganalytics.parse.referrers import SPAM, ReferrerLookup
from loganalytics.parse.targets import (
    EXCLUDED,
    UNKNOWN,
    TargetLookup,
    decode_parameter,
    pixel_event,
    pixel_resolution,
    pixel_title,
)
from loganalytics.timings import step

_NO_PATHS = {UNKNOWN: "", EXCLUDED: "excluded"}  # with their kinds
_LONG = 600  # characters that count for a value of their own
_PORTION = 4096
_EMBEDDED = (".css", ".js", ".mjs")
_OUTCOMES = {"page": "pageview"}  # of other kinds the same word
T = TypeVar("T")
_NO_REFERRER = Referrer("", "", "")
_OF_REFERRER = ("referrer", "host", "source", "channel")


class Lookups:
    """The lookups of one run. Of what is new they take note when it is kept: that may fail."""

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
    ) -> None:
        self._memory = memory
        self._countries = CountryLookup(geoip)
        self.clean = redacting(redact)  # what is done to whatever is stored of a text
        self._targets = TargetLookup(pixel, exclude, self.clean, keep)
        self._referrers = ReferrerLookup(self.clean, site)
        self._many = float("inf") if redact or keep else MANY  # SQL knows neither
        self._plain = PlainLookup(memory, self._targets, self._referrers)
        self._agents = AgentTexts(memory)
        self.pixel = pixel.rsplit("/", 1)[-1]  # what the path of each of its hits contains
        self.kept = self._targets.kept  # what finds the parameters that tell pages apart
        if keep:
            memory.run("parse/keep_query")
        self._site = site
        self._paths: dict[str, int] = {}  # not all, if others know paths
        self._others_know = False
        self._sites: dict[str, int] = {}
        self._next = {"site": 1, "header": 1, "parameter": 1, "path": 1}
        self.values = 0  # how many are held
        self.knows_spam = False  # whether a pixel told of a referrer that is spam
        self.unknown_path = self._path_ids([UNKNOWN])[0]

    @property
    def geo(self) -> str:
        """Name and version of the geo data."""
        return self._countries.version

    @property
    def lists(self) -> str:
        """Names and versions of the lists of agents and bots."""
        return lists_version()

    @step("start")
    def warm_up(self) -> None:
        """Load the rules for agents, which takes longer than all else that a run loads."""
        self._agents.warm_up()

    def cut_lines(self, memory: Connection) -> None:
        """Look up the agents, virtual hosts, targets and Referer headers in `cut`."""
        self._look_up_agents(memory)
        self._look_up_sites(memory)
        self._look_up_targets(memory)
        self._look_up_headers(memory)

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
            self._add_targets(targets[start : start + _PORTION])
        for start in range(0, len(headers), _PORTION):
            self._add_headers(headers[start : start + _PORTION])
        memory.run("parse/number_requests", day=day)
        memory.run("parse/number_response_times", day=day)

    @step("countries")
    def visitors(self, memory: Connection) -> None:
        """Look up the countries of visitors who are new, after which their addresses are gone."""
        memory.run("parse/newcomers")
        addresses = [address for (address,) in memory.run("parse/new_addresses")]
        if addresses:
            countries = self._countries.lookup(addresses)
            memory.run("parse/add_visitor_keys", address=addresses, country=countries)

    @step("counting")
    def days(self, memory: Connection, zone: ZoneInfo) -> None:
        """Find the days, in `zone`, of the buckets in `traffic` that are new."""
        new = [bucket for (bucket,) in memory.run("parse/new_days")]
        if new:
            days = [datetime.fromtimestamp(bucket, UTC).astimezone(zone).date() for bucket in new]
            memory.run("parse/add_days", bucket=new, day=days)

    @step("pixel")
    def parameters(self, memory: Connection) -> None:
        """Look up the parameters in `pixels`."""
        new = [parameter for (parameter,) in memory.run("parse/new_parameters")]
        given = [parameter.partition("=")[::2] for parameter in new]
        paths = [self._targets.pixel_path(raw) if name == "path" else "" for name, raw in given]
        numbers = self._path_ids([path or UNKNOWN for path in paths])
        path_ids: dict[str, int | None] = dict(zip(paths, numbers, strict=True))
        path_ids[""] = None  # lost
        rows: list[tuple[object, ...]] = []
        tags: list[tuple[object, ...]] = []
        for (number, parameter), (name, raw), path in zip(
            self._numbered("parameter", new), given, paths, strict=True
        ):
            referrer, path_id, value = _NO_REFERRER, None, ""
            if name == "path":
                path_id = path_ids[path]
            elif name == "referrer":
                value = decode_parameter(raw)
                referrer = self._referrers.lookup([value])[0]
                self.knows_spam |= referrer.channel == SPAM
            elif name == "title":
                value = pixel_title(raw, self.clean).text
            elif name == "resolution":
                value = pixel_resolution(raw)
            elif name == "event":
                value = pixel_event(raw, self.clean)
            else:
                campaign = read_campaign(parameter, self._referrers)
                name, value = "utm", "\n".join(campaign.tags) if any(campaign.tags) else ""
                referrer = Referrer("", "", campaign.source, campaign.channel)
                tags += (
                    (number, dimension, tag)
                    for dimension, tag in zip(UTM, campaign.tags, strict=True)
                    if tag
                )
            rows.append((number, name, parameter, *_values(referrer), path_id, value))
        names = ("parameter_id", "name", "parameter", *_OF_REFERRER, "path_id", "value")
        self._add("parse/add_campaigns", ("parameter_id", "dimension", "value"), tags)
        self._add("parse/add_parameters", names, rows)

    @step("counting")
    def forget_unused(self) -> None:
        """Forget what no hit that waits to be folded points at. No chunk may be at work."""
        self._agents.forget()
        self._paths.clear()
        self._others_know = True
        self._memory.run("parse/forget_unused")
        self.values = self._memory.run("parse/looked_up")[0][0]

    def close(self) -> None:
        """Close the geo data."""
        self._countries.close()

    @step("agents")
    def _look_up_agents(self, memory: Connection) -> None:
        new = [agent for (agent,) in memory.run("parse/new_agents")]
        self._agents.add(new)
        self.values += len(new) + 2 * sum(map(len, new)) // _LONG

    @step("hosts")
    def _look_up_sites(self, memory: Connection) -> None:
        new = [host for (host,) in memory.run("parse/new_hosts")]
        sites = [clean_host(unescape(host), self.clean).text or self._site for host in new]
        added = self._numbered("site", [s for s in dict.fromkeys(sites) if s not in self._sites])
        self._add("parse/add_sites", ("site_id", "site"), added)
        self._sites.update((site, number) for number, site in added)
        rows = [(host, self._sites[site]) for host, site in zip(new, sites, strict=True)]
        self._add("parse/add_hosts", ("host", "site_id"), rows)

    @step("targets")
    def _look_up_targets(self, memory: Connection) -> None:
        new = memory.run("parse/new_targets", pixel=self.pixel, kept=self.kept)
        self._add_targets([target for (target,) in new])

    def _add_targets(self, new: Sequence[str]) -> None:
        if len(new) > self._many:
            self._others_know = True
            left = self._plain.targets(new, path_id=self._numbers("path", len(new)))
            new = self._left(new, left)
        found = self._targets.lookup(new)
        shown = [self._targets.shown(target.path) for target in found]
        pages = {
            path: target.page if path == target.path else path
            for path, target in zip(shown, found, strict=True)
        }
        paths = self._path_ids(shown, pages)
        rows = [
            (raw, _OUTCOMES.get(t.kind, t.kind), path_id, t.path.endswith(_EMBEDDED))
            for raw, t, path_id in zip(new, found, paths, strict=True)
        ]
        self._add("parse/add_targets", ("target", "kind", "path_id", "embeds"), rows)

    @step("referrers")
    def _look_up_headers(self, memory: Connection) -> None:
        self._add_headers([header for (header,) in memory.run("parse/new_headers", kept=self.kept)])

    def _add_headers(self, new: Sequence[str]) -> None:
        if len(new) > self._many and "\n" not in new[0]:  # where languages are behind
            self._others_know = True
            first = self._numbers("header", len(new))
            left = self._plain.headers(
                new, header_id=first, path_id=self._numbers("path", len(new))
            )
            new = self._left(new, left)
        sent = [header.partition("\n") for header in new]
        texts = [unescape(referer) for referer, *_ in sent]
        found = self._referrers.lookup(texts)
        urls = [referer if r.host else "" for (referer, *_), r in zip(sent, found, strict=True)]
        paths = self._path_ids([self._targets.page(url) for url in urls])
        rows = [
            (
                *(number, header, text, *_values(r), path_id if r.host else None),
                language(accepted) if named else "",
            )
            for (number, header), text, (_, named, accepted), r, path_id in zip(
                self._numbered("header", new), texts, sent, found, paths, strict=True
            )
        ]
        names = ("header_id", "header", "text", *_OF_REFERRER, "path_id", "language")
        self._add("parse/add_headers", names, rows)

    def _path_ids(self, paths: Sequence[str], pages: Mapping[str, str] | None = None) -> list[int]:
        """The numbers of paths; `pages`: what is stored for them, where that is known already."""
        if self._others_know and (unknown := {path for path in paths if path not in self._paths}):
            self._paths.update(self._memory.run("parse/known_paths", paths=list(unknown)))
        added = self._numbered("path", [p for p in dict.fromkeys(paths) if p not in self._paths])
        new = []
        for number, path in added:
            page = pages[path] if pages is not None else self.clean(path).text
            kind = _NO_PATHS[path] if path in _NO_PATHS else self._targets.kind(path)
            new.append((number, path, page, kind))
        self._add("parse/add_paths", ("path_id", "path", "page", "kind"), new)
        self._paths.update((path, number) for number, path in added)
        return [self._paths[path] for path in paths]

    def _left(self, new: Sequence[str], left: Left) -> list[str]:
        """Count what was looked up in SQL of what is new; returns what was not."""
        length = sum(map(len, new)) - sum(map(len, left.odd))
        self.values += left.values + left.paths + 3 * length // _LONG
        return left.odd

    def _numbered(self, what: str, values: Sequence[T]) -> list[tuple[int, T]]:
        return list(enumerate(values, self._numbers(what, len(values))))

    def _numbers(self, what: str, count: int) -> int:
        """The first of so many numbers, which are given only once, whatever fails."""
        self._next[what] += count
        return self._next[what] - count

    def _add(self, name: str, names: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            texts = sum(len(value) for row in rows for value in row if isinstance(value, str))
            self.values += len(rows) + texts // _LONG
            self._memory.run(name, **columns(rows, names))


def _values(referrer: Referrer) -> tuple[str, str, str, str]:
    return referrer.referrer, referrer.host, referrer.source, referrer.channel
