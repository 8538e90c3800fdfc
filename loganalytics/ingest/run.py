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
    """A source that cannot be told of yet: those before it come first."""

    source: Source
    text: Text | None = None  # of a small one that is to be counted
    result: Result | None = None  # what became of it, as soon as that is known


def ingest(
    sources: Sequence[Source], options: Options, progress: Progress = lambda *_: None
) -> Iterator[Result]:
    """Ingest the sources in their order; yields what became of each.

    Small ones of one format, of up to 1,000 that follow one another, share a transaction. A source
    that fails leaves nothing behind and does not stop the others. Raises `DatabaseError`,
    `LockedError` and `UsageError`; what was added before has been yielded then.
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
    gathered: list[_Waiting] = []
    try:
        for source in sources:
            found = intake.look(source) if len(sources) > 1 else None
            apart = found is None or (
                isinstance(found, Text) and not _joins(intake, found, gathered)
            )
            if apart or len(waiting) >= _MOST_WAITING:
                yield from _all_told(intake, waiting, gathered)
                gathered = []
            if found is None:
                yield source, intake.alone(source)
            elif isinstance(found, Text):
                waiting.append(_Waiting(source, found))
                _gather_or_put_aside(intake, waiting[-1], found, gathered)
            else:
                waiting.append(_Waiting(source, result=found))
            yield from _told(waiting)
        yield from _all_told(intake, waiting, gathered)
    except LogAnalyticsError:
        for each in waiting:  # what was added is told, though not of all before it
            if each.result is not None and each.result.status != "skipped":
                yield each.source, each.result
        raise


def _joins(intake: Intake, text: Text, gathered: Sequence[_Waiting]) -> bool:
    """Whether a small source need not wait until what is gathered is stored."""
    return not gathered or not _alike(text, gathered[0]) or intake.gathers()


def _alike(text: Text, other: _Waiting) -> bool:
    return other.text is not None and text.format == other.text.format


def _gather_or_put_aside(
    intake: Intake, each: _Waiting, text: Text, gathered: list[_Waiting]
) -> None:
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
    while waiting and (result := waiting[0].result) is not None:
        yield waiting.popleft().source, result


def _all_told(
    intake: Intake, waiting: deque[_Waiting], gathered: list[_Waiting]
) -> Iterator[tuple[Source, Result]]:
    """What became of all that wait, of which some were gathered. Then none waits.

    Where one keeps all out that were gathered, it is looked for among half as many. Once it was
    alone few follow together, and twice as many when these were added: others may be like it.
    """
    most = _MOST_WAITING
    while waiting:
        results = intake.store_gathered()
        if results:
            for each, result in zip(gathered, results, strict=False):
                each.result = result
            most *= 2
        elif results is None and len(gathered) > 1:
            most = len(gathered) // 2
        else:
            waiting[0].result = intake.alone(waiting[0].source)
            most = _FEW
        yield from _told(waiting)
        gathered = _gather_again(intake, waiting, most)


def _gather_again(intake: Intake, waiting: Iterable[_Waiting], most: int) -> list[_Waiting]:
    """Gather so many of those that wait, at most: small sources of the format of the first.

    Empty where the first has to be alone, since it changed meanwhile.
    """
    gathered: list[_Waiting] = []
    for each in waiting:
        if len(gathered) == most:
            break
        if each.text is None or each.result is not None:
            continue
        if gathered and not _alike(each.text, gathered[0]):
            continue
        text = each.text if each.text.chunks else intake.look(each.source)  # it was dropped
        if not isinstance(text, Text) or not intake.gathers():
            break
        if gathered and not _alike(text, gathered[0]):
            break
        each.text = text
        intake.gather(text)
        gathered.append(each)
    return gathered
