# SPDX-License-Identifier: GPL-3.0-or-later
"""What a word that is none may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def did_you_mean(word: str, known: Iterable[str], most: int) -> str:
    """A question that names at most so many words that are spelled alike; '' if none is.

    Capital and small letters are the same.
    """
    from difflib import get_close_matches

    named = {each.casefold(): each for each in known}
    near = get_close_matches(word.casefold(), named, n=most)
    return question([named[each] for each in near])


def question(names: Sequence[str]) -> str:
    """Asks whether one of these was meant, `a, b or c`; '' without any."""
    *others, last = names or ("",)
    both = f"{', '.join(others)} or {last}" if others else last
    return f"Did you mean {both}?" if names else ""
