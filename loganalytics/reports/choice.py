# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sections a report has: those that are asked for, and with a filter those that know it."""

from __future__ import annotations

from loganalytics.errors import UsageError
from loganalytics.model_report import EXPLAINING, PATH_SECTIONS, SECTIONS, VALUE_SECTIONS
from loganalytics.reports.filters import Filter


def chosen(asked: tuple[str, ...], *, explain: bool, by: Filter | None, option: str) -> list[str]:
    """Return sections in their order; none `asked` for: all that can be known.

    `option` is the one that filters. Raises `UsageError` for a section that cannot be known.
    """
    if by is None:
        all_of = asked or tuple(name for name in SECTIONS if name not in EXPLAINING)
        return [name for name in SECTIONS if name in all_of or (explain and name in EXPLAINING)]
    if explain:
        raise UsageError(f"--explain: lines are not known by {by.field}; leave {option} out")
    known = _known(by)
    for name in asked:
        if name not in known:
            raise UsageError(
                f"{name} cannot be known by {by.field}; with {option} there are {', '.join(known)}"
            )
    return [name for name in known if name in (asked or known)]


def left_out(asked: tuple[str, ...], by: Filter | None) -> tuple[str, ...]:
    """What a filter leaves out where no section is named, and why."""
    if by is None or asked:
        return ()
    names = [name for name in SECTIONS if name not in (*_known(by), *EXPLAINING)]
    return (
        f"Left out, since what is kept of them does not tell the {by.field}: {', '.join(names)}.",
    )


def _known(by: Filter) -> tuple[str, ...]:
    return PATH_SECTIONS if by.field == "path" else VALUE_SECTIONS
