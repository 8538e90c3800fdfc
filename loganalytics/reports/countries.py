# SPDX-License-Identifier: GPL-3.0-or-later
"""Countries as people ask for them: the database has codes, reports show names."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache

_CODE = 2  # letters of an ISO 3166 code


def is_name(glob: str) -> bool:
    """Whether a glob asks for names: it is longer than a code, and is no text in brackets."""
    return len(_letters(glob)) > _CODE and not glob.startswith("(")


def codes(glob: str) -> tuple[str, ...]:
    """The codes of the countries whose name is like a glob, whatever case and accents."""
    # Brackets are special to fnmatch, and plain here.
    pattern = _plain(glob).replace("[", "[[]")
    return tuple(code for code, name in _names().items() if fnmatchcase(_plain(name), pattern))


def called(code: str) -> str:
    """A country for people, `Germany (DE)`; what is no known code is itself."""
    return f"{_names()[code]} ({code})" if code in _names() else code


def alike(glob: str) -> tuple[str, ...]:
    """Countries whose name is nearly this one, the nearest first, at most three."""
    plain = {_plain(name): code for code, name in _names().items()}
    found = get_close_matches(_plain(_letters(glob)), plain, cutoff=0.75)
    return tuple(called(plain[name]) for name in found)


@cache
def _names() -> dict[str, str]:
    from loganalytics.data import rows

    return dict(rows("countries.tsv"))


def _letters(glob: str) -> str:
    return glob.replace("*", "").replace("?", "")


def _plain(text: str) -> str:
    """A name without accents and case, with the apostrophe that is on a keyboard."""
    apart = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()
