# SPDX-License-Identifier: GPL-3.0-or-later
"""HTML that is built of elements. `_escaped` is the one place where text becomes HTML.

Whatever is not `Markup` is text, and text is escaped: a value from a log that somebody forgets
about is shown, it never acts. Only names of elements and attributes are written as they are, and
those stand in the code.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from loganalytics.render.cells import plain

_VOID = frozenset(("input", "link", "meta", "line", "rect"))  # without content


class Markup(str):
    """A piece of HTML. Adding it to a text gives a text, which is escaped when it is used."""

    __slots__ = ()


def element(name: str, *inside: str, **attributes: str | float | None) -> Markup:
    """Return an element around texts and markup.

    `class_` is the attribute class, `aria_label` is aria-label. An attribute of '' stands without a
    value, one of None is left out.
    """
    start = name + "".join(
        f' {_attribute(key)}="{_escaped(str(value))}"' if value != "" else f" {_attribute(key)}"
        for key, value in attributes.items()
        if value is not None
    )
    if name in _VOID:
        return Markup(f"<{start}>" if name in ("input", "link", "meta") else f"<{start}/>")
    return Markup(f"<{start}>{join(inside)}</{name}>")


def join(parts: Iterable[str]) -> Markup:
    """Return texts and markup one after the other."""
    return Markup("".join(part if isinstance(part, Markup) else _escaped(part) for part in parts))


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _escaped(text: str) -> str:
    return escape(plain(text), quote=True)
