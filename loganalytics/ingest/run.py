# SPDX-License-Identifier: GPL-3.0-or-later
"""One run over sources: in which order, and which of them together."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from os import path as os_path

from loganalytics.errors import LogAnalyticsError
from loganalytics.ingest.format import HINT
from loganalytics.ingest.intake import Intake, Progress
from loganalytics.ingest.model import Options, Result
from loganalytics.ingest.together import Text
from loganalytics.sources import Source
from loganalytics.store import open_store

_MOST_WAITING = 1000  # sources, those included that are no logs
_FEW = 2  # that follow together one that had to be alone


@dataclass(slots=True)
class _Waiting:
    """A source, and what became of it; until that is known, the text of a small one."""

    source: Source
    found: Text | Result


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
    try:
        gathered: list[_Waiting] = []
        for source in sources:
            found = intake.look(source) if len(sources) > 1 else None
            if not isinstance(found, Result):
                full = found is None or not _joins(intake, found, gathered)
                if full or len(waiting) >= _MOST_WAITING:
                    yield from _settled(intake, waiting, gathered)
                    gathered = []
            if found is None:
                yield source, intake.alone(source)
                continue
            waiting.append(_Waiting(source, found))
            if isinstance(found, Text):
                _gather(intake, waiting[-1], found, gathered)
            yield from _told(waiting)
        yield from _settled(intake, waiting, gathered)
    except LogAnalyticsError:
        for each in waiting:  # what was added is told, though not of all before it
            if isinstance(each.found, Result):
                yield each.source, each.found
        raise


def _joins(intake: Intake, text: Text, gathered: Sequence[_Waiting]) -> bool:
    """Whether a small source need not wait until what is gathered is settled."""
    return not gathered or not _alike(text, gathered[0]) or intake.gathers(text)


def _alike(text: Text, other: _Waiting) -> bool:
    return isinstance(other.found, Text) and text.format == other.found.format


def _gather(intake: Intake, each: _Waiting, text: Text, gathered: list[_Waiting]) -> None:
    """Gather a small source; put it aside where those gathered are of another format.

    What is put aside is read again: formats are few, but take turns in a folder of many sites.
    """
    if not gathered or _alike(text, gathered[0]):
        intake.gather(text)
        gathered.append(each)
    else:
        text.drop()


def _told(waiting: deque[_Waiting]) -> Iterator[tuple[Source, Result]]:
    """What became of the first of those that wait, as far as it is known. They wait no more."""
    while waiting and isinstance(result := waiting[0].found, Result):
        yield waiting.popleft().source, result


def _settled(
    intake: Intake, waiting: deque[_Waiting], gathered: list[_Waiting]
) -> Iterator[tuple[Source, Result]]:
    """What became of all that wait, of which some were gathered. Then none waits.

    Where one keeps all out that were gathered, it is looked for among half as many. Once it was
    alone few follow together, and twice as many when these were added: others may be like it.
    """
    most = _MOST_WAITING
    while gathered:
        results = intake.settle()
        if results:
            for each, result in zip(gathered, results, strict=False):
                each.found = result
            most *= 2
        elif results is None and len(gathered) > 1:
            most = len(gathered) // 2
        else:
            gathered[0].found = intake.alone(gathered[0].source)
            most = _FEW
        yield from _told(waiting)
        gathered = _gathered(intake, waiting, most)


def _gathered(intake: Intake, waiting: Iterable[_Waiting], most: int) -> list[_Waiting]:
    """Gather so many of those that wait, at most: small sources of the format of the first."""
    gathered: list[_Waiting] = []
    for each in waiting:
        if len(gathered) == most:
            break
        if isinstance(each.found, Result) or (gathered and not _alike(each.found, gathered[0])):
            continue
        # What was dropped is read again.
        text = each.found if each.found.chunks else intake.look(each.source)
        if not isinstance(text, Text) or not intake.gathers(text):
            return gathered or [each]
        each.found = text
        intake.gather(text)
        gathered.append(each)
    return gathered
