# SPDX-License-Identifier: GPL-3.0-or-later
"""What the summary of an ingest says below its table: what its user may not have expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count as counting

from loganalytics.ingest import Result
from loganalytics.render.cells import plain, share
from loganalytics.sources import STDIN, log_name

_MOST_NAMES = 3  # of logs
_MOST_LEFT_OUT = 20  # files that are told by name
_MANY = 0.1  # share of malformed lines that is no usual one: of most logs it is none in a thousand
_LIGHTTPD = '%h %V %u %t "%r" %>s %b'  # and the headers
_FEWEST = 20  # malformed lines


def hints(
    results: Sequence[Result], left_out: Sequence[str], *, site: str, counts_as: bool, dry_run: bool
) -> Iterator[str]:
    """Sentences of their own, of the sources that did not fail and the files that were no logs.

    `site`: what the user calls the site of lines that name none; `counts_as`: whether an option
    that decides what lines count as was given.
    """
    if replaced := sum(each.placeholders for each in results):
        texts = "text that looks personal was" if replaced == 1 else "texts that look personal were"
        yield f"{replaced:,} {texts} replaced, by (email) or the like."
    yield from _malformed(results)
    if counts_as and any(each.status == "unchanged" for each in results):
        yield (
            "Lines that are known stay as they were counted, whatever the options: to count them"
            " anew, undo their ingest first (`loganalytics status` lists them)."
        )
    if left_out:
        names = _first(left_out, _MOST_LEFT_OUT)
        yield f"Left out, in no known format; if they are logs, give --format: {names}"
    unread = [each for each in results if each.totals.hits and each.hosts == "unread"]
    if unread:
        yield _hosts_unread(unread, dry_run=dry_run)
    logs = {log_name(each.source) for each in results if each.totals.hits and each.hosts != "read"}
    if len(logs) > 1 and not site:
        yield _one_site(sorted(logs), dry_run=dry_run)
    if dry_run:
        yield "Dry run: nothing was written."


def _malformed(results: Sequence[Result]) -> Iterator[str]:
    for each in results:
        outcomes = each.totals.outcomes
        new = each.lines - outcomes["already_ingested"] - outcomes["incomplete"]
        malformed = outcomes["malformed"]
        if malformed >= _FEWEST and malformed > _MANY * new:
            name = plain(each.name)
            yield (
                f"{name}: {malformed:,} of {new:,} new lines ({share(malformed / new)}) are not of "
                f"the format {each.format}, and counted as nothing; with --max-malformed such a "
                "log fails instead."
            )


def _hosts_unread(results: Sequence[Result], *, dry_run: bool) -> str:
    names = _first(sorted({each.name for each in results}), _MOST_NAMES)
    common = all(each.format == "common" for each in results)
    given = _LIGHTTPD if common else f'{_LIGHTTPD} "%{{Referer}}i" "%{{User-Agent}}i"'
    undo = "" if dry_run else "undo this ingest, and "
    return (
        f"{names}: a host stands behind the client, as in logs of lighttpd, and is not read. To"
        f" have it as the site: {undo}give --format '{given}'."
    )


def _one_site(logs: Sequence[str], *, dry_run: bool) -> str:
    names: list[str] = []
    for parts in counting(1):  # as many folders as tell them apart
        names = ["/".join(log.split("/")[-parts:]) for log in logs]
        if len(set(names)) == len(names):
            break
    shown = ("standard input" if name == STDIN else name or "(numbers)" for name in names)
    counted, undo = ("Would be counted", "") if dry_run else ("Counted", "undo these ingests, and ")
    return (
        f"{counted} as one site: {_first(list(shown), _MOST_NAMES)}, whose lines name no host. If "
        f"they are of several sites: {undo}give each log its own --site HOST."
    )


def _first(names: Sequence[str], most: int) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return plain(", ".join(names[:most])) + more
