# SPDX-License-Identifier: GPL-3.0-or-later
"""What every number means: one list at the end of the page, each entry one click from its number.

The entries are popovers, which browsers open without a script; printed, and in browsers that know
none, they are a list.
"""

from __future__ import annotations

from collections.abc import Iterable

from loganalytics.model_definitions import DEFINITIONS, TERMS, Definition, defining
from loganalytics.model_report import Column
from loganalytics.render.page.markup import Markup, element


def heading(column: Column, title: str | None = None) -> Markup:
    """Return the title of a column as the button that shows its definition, if it has one."""
    text = column.title if title is None else title
    found = defining(column.name)
    return _button(text, found[0]) if found else element("span", text)


def term(text: str) -> Markup | None:
    """Return a value that is no name of anything as the button that shows its definition."""
    return _button(text, *defining(text)) if text in TERMS else None


def glossary(names: Iterable[str]) -> Markup:
    """Return the definitions of these columns and values, in the order of `DEFINITIONS`."""
    wanted = {definition.name for name in names for definition in defining(name)[:1]}
    entries = [_entry(each) for each in DEFINITIONS if each.name in wanted]
    return element(
        "section",
        element("h2", "What the numbers mean", id="definitions-h"),
        element("div", *entries, class_="entries"),
        id="definitions",
        aria_labelledby="definitions-h",
    )


def _entry(definition: Definition) -> Markup:
    caution = [element("p", definition.caution, class_="caution")] if definition.caution else []
    return element(
        "div",
        element("h3", definition.title, id=f"is-{definition.name}-h"),
        element("p", definition.rule),
        *caution,
        popover="",
        id=f"is-{definition.name}",
        role="group",
        aria_labelledby=f"is-{definition.name}-h",
    )


def _button(text: str, definition: Definition) -> Markup:
    return element(
        "button", text, type="button", class_="is", popovertarget=f"is-{definition.name}"
    )
