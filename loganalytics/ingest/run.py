# SPDX-License-Identifier: GPL-3.0-or-later
"""One run over sources: in which order, and which of them together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from os import path as os_path

from loganalytics.ingest.format import HINT
from loganalytics.ingest.intake import Intake, Progress
from loganalytics.ingest.model import Options, Result
from loganalytics.ingest.together import Text
from loganalytics.sources import Source
from loganalytics.store import open_store

_MOST_WAITING = 1000  # sources, those included that are no logs
_FEW = 2  # that follow together one that had to be alone
_Waiting = tuple[Source, Text | Result]


def ingest(
    sources: Sequence[Source], options: Options, progress: Progress = lambda *_: None
) -> Iterator[Result]:
    """Ingest the sources in their order; yields what became of each.

    Small ones that follow one another share a transaction. A source that fails leaves nothing
    behind and does not stop the others. Raises `DatabaseError`, `LockedError` and `UsageError`,
    after which nothing of the sources at hand was added.
    """
    store = open_store(
        options.database, options.settings, explicit=options.explicit, wait=options.wait
    )
    with Intake(options, store, progress, several=len(sources) > 1) as intake:
        for folder, inside in groupby(_results(intake, sources), key=lambda pair: _folder(pair[0])):
            results = []
            for _, result in inside:
                results.append(result)
                yield result
            if folder and all(result.status == "skipped" for result in results):
                hint = HINT if options.format is None else "none has a line of the --format given"
                error = f"{folder}: no access log in this folder; {hint}"
                yield Result(folder, "failed", error=error)


def _folder(source: Source) -> str:
    # The sources that one folder stands for stand side by side.
    return os_path.dirname(source.label) if source.in_folder else ""


def _results(intake: Intake, sources: Sequence[Source]) -> Iterator[tuple[Source, Result]]:
    """What becomes of each source, in their order."""
    waiting: deque[_Waiting] = deque()
    gathered = False  # whether any of them is
    for source in sources:
        found = intake.look(source) if len(sources) > 1 else None
        joins = isinstance(found, Result) or (found is not None and intake.gathers(found))
        if not joins or not gathered or len(waiting) >= _MOST_WAITING:
            yield from _settled(intake, waiting)
            gathered = False
        if found is None:
            yield source, intake.alone(source)
            continue
        waiting.append((source, found))
        if isinstance(found, Text):
            intake.gather(found)
            gathered = True
    yield from _settled(intake, waiting)


def _settled(intake: Intake, waiting: deque[_Waiting]) -> Iterator[tuple[Source, Result]]:
    """What became of those that wait, of which these are small sources. Then none does.

    Where one keeps all out that were gathered, it is looked for among half as many. Once it was
    alone few follow together, and twice as many when these were added: others may be like it.
    """
    settled = intake.settle()
    most = len(waiting)
    while waiting:
        if settled:
            yield from _told(waiting, deque(settled))
            most *= 2
        elif settled is None and most > 1:
            most //= 2
        else:  # the first one has to be alone
            source, found = waiting.popleft()
            if isinstance(found, Result):
                yield source, found
                continue
            yield source, intake.alone(source)
            most = _FEW
        settled = _together(intake, waiting, most)


def _told(waiting: deque[_Waiting], results: deque[Result]) -> Iterator[tuple[Source, Result]]:
    """The first of those that wait, and what became of them: of small sources these results."""
    while results:
        source, found = waiting.popleft()
        yield source, found if isinstance(found, Result) else results.popleft()


def _together(intake: Intake, waiting: Iterable[_Waiting], most: int) -> list[Result] | None:
    """The same as `Intake.settle` says, for the first small sources of so many that wait."""
    if most <= 1:
        return []
    for source, found in islice(waiting, most):
        if isinstance(found, Text):
            text = found if found.chunks else intake.look(source)  # it was dropped
            if not isinstance(text, Text) or not intake.gathers(text):
                break
            intake.gather(text)
    return intake.settle()
