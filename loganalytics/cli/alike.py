# SPDX-License-Identifier: GPL-3.0-or-later
"""What a word that is none may have been meant to be."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str], most: int) -> str:
    """A question that names at most so many words that are spelled alike; '' if none is."""
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=most)
    return f"Did you mean {' or '.join(near)}?" if near else ""
