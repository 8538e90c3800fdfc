# SPDX-License-Identifier: GPL-3.0-or-later
"""Sections of agents that are no persons: bots, ai_crawlers, ai_pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loganalytics.model_report import AtLeast, Column, Kind, Section
from loganalytics.reports import pathless
from loganalytics.reports.scope import Scope, over, remaining

_BOT = Column("bot", "Bot", Kind.TEXT)
_HITS = Column("hits", "Hits", Kind.COUNT)
_SHARE = Column("share", "Share", Kind.RATE, rank=1)
_SENT = Column("bytes_sent", "Sent", Kind.BYTES, rank=3)
_UNKNOWN = (None, None, False)
_MOST_NAMED = 3  # bots that a note names


def bots(scope: Scope) -> Section:
    """Crawlers and other agents that are no persons, by hits."""
    found = scope.by_months("bots", kind="", limit=scope.most)
    known = _paths(scope)
    return Section(
        name="bots",
        title="Bots",
        columns=(
            _BOT,
            Column("kind", "Kind", Kind.TEXT, rank=2),
            _HITS,
            _SHARE,
            Column("visitors", "", Kind.COUNT),
            Column("paths", "Paths", Kind.COUNT, rank=4),
            _SENT,
        ),
        rows=tuple(
            (bot, kind, hits, over(hits, total), visitors, known.get(bot, _UNKNOWN)[0], sent)
            for bot, kind, hits, sent, visitors, _, total in found
        ),
        lead="hits",
        more=remaining(found, 5),
        notes=(*scope.day_notes, *_too_few(known, [bot for bot, *_ in found])),
    )


def ai_crawlers(scope: Scope) -> Section:
    """Crawlers of AI companies by hits, and how much of all that was sent they took."""
    found = scope.by_months("bots", kind="ai", limit=scope.most)
    known = _paths(scope)
    all_sent = scope.of_traffic_of_days("summary_traffic")[0][1]
    return Section(
        name="ai_crawlers",
        title="AI crawlers",
        columns=(
            _BOT,
            _HITS,
            _SHARE,
            Column("paths", "Paths", Kind.COUNT, rank=4),
            Column("top_path", "Most fetched", Kind.PATH, rank=5),
            _SENT,
            Column("sent_share", "of all", Kind.RATE, rank=2),
        ),
        rows=tuple(
            (
                *(bot, hits, over(hits, total), *known.get(bot, _UNKNOWN)[:2]),
                *(sent, over(sent, all_sent)),
            )
            for bot, _, hits, sent, _, _, total in found
        ),
        lead="hits",
        more=remaining(found, 5),
        notes=(*scope.day_notes, *_too_few(known, [bot for bot, *_ in found])),
    )


def ai_pages(scope: Scope) -> Section:
    """What the crawlers of AI companies fetched, by hits."""
    found = scope.of_bot_pages("ai_pages", **scope.paths, limit=scope.most)
    lost = pathless.of_ai_pages(scope)
    return Section(
        name="ai_pages",
        title="Fetched by AI crawlers",
        columns=(
            Column("path", "Path", Kind.PATH),
            scope.place,
            _HITS,
            _SHARE,
            Column("bots", "Crawlers", Kind.COUNT, rank=2),
            _SENT,
        ),
        rows=tuple(
            (path, site, hits, over(hits, total), bots, sent)
            for site, path, hits, sent, bots, _, total in found
        ),
        lead="hits",
        more=remaining(found, 5),
        notes=(*scope.day_notes, *lost, *pathless.among(path for _, path, *_ in found)),
        partial=bool(lost),
    )


def _paths(scope: Scope) -> dict[str, tuple[int | None, str | None, bool]]:
    """Of each bot how many paths are known that it fetched, its first, and if there are more."""
    return {
        bot: (AtLeast(paths) if more and paths else paths, top, more)
        for bot, paths, top, more in scope.of_bot_pages("bot_paths")
    }


def _too_few(
    known: Mapping[str, tuple[int | None, str | None, bool]], bots: Sequence[str]
) -> tuple[str, ...]:
    """Of which of these bots more paths were fetched than are known."""
    more = [bot for bot in bots if known.get(bot, _UNKNOWN)[2]]
    if not more:
        return ()
    named = ", ".join(more[:_MOST_NAMED])
    others = len(more) - _MOST_NAMED
    if others > 0:
        named += f" and {others:,} more"
    return (f"Paths are at least so many: of a day not all are kept by name of {named}.",)
