# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks up what a chunk brought that is new: Python runs over distinct values only.

Each method asks the in-memory database which values it has not seen yet, turns them into what may
be counted, and hands that back as rows. The numbers given to values hold for one run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from loganalytics.engine import Connection, arrays
from loganalytics.model import Agent, Referrer
from loganalytics.parse.agents import AgentLookup
from loganalytics.parse.bots import lists_version
from loganalytics.parse.cleaning import clean, clean_host, unescape
from loganalytics.parse.countries import CountryLookup
from loganalytics.parse.referrers import ReferrerLookup
from loganalytics.parse.targets import (
    UNKNOWN,
    TargetLookup,
    canonical_path,
    decode_parameter,
    pixel_path,
    pixel_resolution,
    pixel_title,
)
from loganalytics.timings import step

NOT_LOGGED = "(not logged)"
_EMBEDDED = (".css", ".js", ".mjs")
T = TypeVar("T")
_NO_REFERRER = Referrer("", "", "")


class Lookups:
    """The lookups of one run, with what they remember between chunks."""

    @step("start")
    def __init__(
        self,
        memory: Connection,
        *,
        geoip: Path | None,
        pixel: str,
        exclude: Sequence[str],
        site: str,
    ) -> None:
        self._memory = memory
        self._countries = CountryLookup(geoip)
        self._targets = TargetLookup(pixel, exclude)
        self._referrers = ReferrerLookup()
        self._agents: AgentLookup | None = None
        self.pixel = pixel.rsplit("/", 1)[-1]  # what the path of each of its hits contains
        self._site = site
        self._paths: dict[str, int] = {}
        self._sites: dict[str, int] = {}
        self._next = {"agent": 1, "site": 1, "header": 1, "parameter": 1, "path": 1}
        self.values = 0  # how many are held
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
        if self._agents is None:
            self._agents = AgentLookup()

    def cut_lines(self, memory: Connection) -> None:
        """Look up the agents, virtual hosts, targets and Referer headers in `cut`."""
        self._look_up_agents(memory)
        self._look_up_sites(memory)
        self._look_up_targets(memory)
        self._look_up_headers(memory)

    @step("countries")
    def visitors(self, memory: Connection) -> None:
        """Look up the countries of visitors who are new, after which their addresses are gone."""
        memory.run("parse/newcomers")
        addresses = [address for (address,) in memory.run("parse/new_addresses")]
        if addresses:
            countries = self._countries.lookup(addresses)
            memory.run("parse/add_visitor_keys", address=addresses, country=countries)

    @step("pixel")
    def parameters(self, memory: Connection) -> None:
        """Look up the parameters in `pixels`."""
        new = [parameter for (parameter,) in memory.run("parse/new_parameters")]
        given = [parameter.partition("=")[::2] for parameter in new]
        paths = [pixel_path(raw) if name == "path" else "" for name, raw in given]
        numbers = self._path_ids([path or UNKNOWN for path in paths])
        path_ids: dict[str, int | None] = dict(zip(paths, numbers, strict=True))
        path_ids[""] = None  # lost
        rows = []
        for (number, parameter), (name, raw), path in zip(
            self._numbered("parameter", new), given, paths, strict=True
        ):
            referrer, path_id, value = _NO_REFERRER, None, ""
            if name == "path":
                path_id = path_ids[path]
            elif name == "referrer":
                value = decode_parameter(raw)
                referrer = self._referrers.lookup([value])[0]
            elif name == "title":
                value = pixel_title(raw).text
            elif name == "resolution":
                value = pixel_resolution(raw)
            elif name == "event":
                value = decode_parameter(raw)
            else:
                value = self._referrers.campaign_source(decode_parameter(raw))
            rows.append(
                (number, name, parameter, referrer.referrer, referrer.host, referrer.source)
                + (path_id, value)
            )
        names = ("parameter_id", "name", "parameter", "referrer", "host", "source") + (
            "path_id",
            "value",
        )
        self._add("parse/add_parameters", names, rows)

    @step("counting")
    def forget_unused(self) -> None:
        """Forget what no hit that waits to be folded points at. No chunk may be at work."""
        self._memory.run("parse/forget_unused")
        self._paths = dict(self._memory.run("parse/paths"))
        self.unknown_path = self._path_ids([UNKNOWN])[0]
        self.values = len(self._paths) + self._memory.run("parse/looked_up")[0][0]

    def close(self) -> None:
        """Close the geo data."""
        self._countries.close()

    @step("agents")
    def _look_up_agents(self, memory: Connection) -> None:
        new = [agent for (agent,) in memory.run("parse/new_agents")]
        if not new:
            return
        logged = [agent for agent in new if agent != NOT_LOGGED]
        if logged:
            self.warm_up()
        texts = ["" if agent == "-" else unescape(agent) for agent in logged]
        found = {NOT_LOGGED: (NOT_LOGGED, Agent(UNKNOWN, UNKNOWN, UNKNOWN, "", ""))}
        if self._agents is not None:
            agents = self._agents.lookup(texts)
            found.update(zip(logged, zip(texts, agents, strict=True), strict=True))
        rows = []
        for number, agent in self._numbered("agent", new):
            text, a = found[agent]
            rows.append((number, agent, text, a.browser, a.os, a.device, a.bot, a.kind))
        names = ("agent_id", "agent", "text", "browser", "os", "device", "bot", "kind")
        self._add("parse/add_agents", names, rows)

    @step("hosts")
    def _look_up_sites(self, memory: Connection) -> None:
        new = [host for (host,) in memory.run("parse/new_hosts")]
        sites = [clean_host(unescape(host)).text or self._site for host in new]
        unknown = [site for site in dict.fromkeys(sites) if site not in self._sites]
        added = self._numbered("site", unknown)
        self._sites.update((site, number) for number, site in added)
        self._add("parse/add_sites", ("site_id", "site"), added)
        rows = [(host, self._sites[site]) for host, site in zip(new, sites, strict=True)]
        self._add("parse/add_hosts", ("host", "site_id"), rows)

    @step("targets")
    def _look_up_targets(self, memory: Connection) -> None:
        new = [target for (target,) in memory.run("parse/new_targets", pixel=self.pixel)]
        found = self._targets.lookup(new)
        paths = self._path_ids(
            [target.path for target in found], {target.path: target.page for target in found}
        )
        rows = [
            (
                raw,
                "pageview" if target.kind == "page" else target.kind,
                path_id,
                target.path.endswith(_EMBEDDED),
            )
            for raw, target, path_id in zip(new, found, paths, strict=True)
        ]
        self._add("parse/add_targets", ("target", "kind", "path_id", "embeds"), rows)

    @step("referrers")
    def _look_up_headers(self, memory: Connection) -> None:
        new = [header for (header,) in memory.run("parse/new_headers")]
        texts = [unescape(header) for header in new]
        found = self._referrers.lookup(texts)
        paths = self._path_ids(
            [
                canonical_path(header) if r.host else UNKNOWN
                for header, r in zip(new, found, strict=True)
            ]
        )
        rows = [
            (number, header, text, r.referrer, r.host, r.source, path_id if r.host else None)
            for (number, header), text, r, path_id in zip(
                self._numbered("header", new), texts, found, paths, strict=True
            )
        ]
        names = ("header_id", "header", "text", "referrer", "host", "source", "path_id")
        self._add("parse/add_headers", names, rows)

    def _path_ids(self, paths: Sequence[str], pages: Mapping[str, str] | None = None) -> list[int]:
        """The numbers of paths; `pages`: what is stored for them, where that is known already."""
        new = []
        for path in paths:
            if path not in self._paths:
                self._paths[path] = self._next["path"]
                self._next["path"] += 1
                page = pages[path] if pages is not None else clean(path).text
                new.append((self._paths[path], path, page))
        self._add("parse/add_paths", ("path_id", "path", "page"), new)
        return [self._paths[path] for path in paths]

    def _numbered(self, what: str, values: Sequence[T]) -> list[tuple[int, T]]:
        start = self._next[what]
        self._next[what] = start + len(values)
        return list(enumerate(values, start))

    def _add(self, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            self.values += len(rows)
            self._memory.run(name, **dict(zip(columns, arrays(rows, len(columns)), strict=True)))
