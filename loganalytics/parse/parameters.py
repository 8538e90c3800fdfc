# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the parameters of the pixel and of campaigns, each with what it may be counted as."""

from __future__ import annotations

from loganalytics.engine import Connection
from loganalytics.model import UTM, Referrer
from loganalytics.parse.campaigns import read_campaign
from loganalytics.parse.cleaning import Clean
from loganalytics.parse.paths import Paths
from loganalytics.parse.referrers import NO_REFERRER, OF_REFERRER, SPAM, ReferrerLookup, values_of
from loganalytics.parse.tally import Tally
from loganalytics.parse.targets import (
    UNKNOWN,
    TargetLookup,
    decode_parameter,
    pixel_event,
    pixel_resolution,
    pixel_title,
)


class Parameters:
    """Numbers parameters, and keeps them in the tables parameters and campaigns."""

    def __init__(
        self,
        tally: Tally,
        paths: Paths,
        targets: TargetLookup,
        referrers: ReferrerLookup,
        clean: Clean,
    ) -> None:
        self.knows_spam = False  # whether one told of a referrer that is spam
        self._tally = tally
        self._paths = paths
        self._targets = targets
        self._referrers = referrers
        self._clean = clean

    def add(self, memory: Connection) -> None:
        """Look up the parameters in `pixels` that a chunk brought. One thread at a time may."""
        new = [parameter for (parameter,) in memory.run("parse/new_parameters")]
        given = [parameter.partition("=")[::2] for parameter in new]
        paths = [self._targets.pixel_path(raw) if name == "path" else "" for name, raw in given]
        numbers = self._paths.numbers(memory, [path or UNKNOWN for path in paths])
        path_ids: dict[str, int | None] = dict(zip(paths, numbers, strict=True))
        path_ids[""] = None  # lost
        rows: list[tuple[object, ...]] = []
        tags: list[tuple[object, ...]] = []
        for (number, parameter), (name, raw), path in zip(
            self._tally.numbered("parameter", new), given, paths, strict=True
        ):
            referrer, path_id, value = NO_REFERRER, None, ""
            if name == "path":
                path_id = path_ids[path]
            elif name == "referrer":
                value = decode_parameter(raw)
                referrer = self._referrers.lookup([value])[0]
                self.knows_spam |= referrer.channel == SPAM
            elif name == "title":
                value = pixel_title(raw, self._clean).text
            elif name == "resolution":
                value = pixel_resolution(raw)
            elif name == "event":
                value = pixel_event(raw, self._clean)
            else:
                campaign = read_campaign(parameter, self._referrers)
                name, value = "utm", "\n".join(campaign.tags) if any(campaign.tags) else ""
                referrer = Referrer("", "", campaign.source, campaign.channel)
                tags += (
                    (number, dimension, tag)
                    for dimension, tag in zip(UTM, campaign.tags, strict=True)
                    if tag
                )
            rows.append((number, name, parameter, *values_of(referrer), path_id, value))
        names = ("parameter_id", "name", "parameter", *OF_REFERRER, "path_id", "value")
        self._tally.add(memory, "parse/add_campaigns", ("parameter_id", "dimension", "value"), tags)
        self._tally.add(memory, "parse/add_parameters", names, rows)
