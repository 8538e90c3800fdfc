# SPDX-License-Identifier: GPL-3.0-or-later
"""One value of a report as markup: changes get an arrow, countries their name."""

from __future__ import annotations

from functools import cache

from loganalytics.data import rows
from loganalytics.model_report import Column, Kind, Value
from loganalytics.render.cells import cell
from loganalytics.render.direction import is_better
from loganalytics.render.layout import middle
from loganalytics.render.page.glossary import term
from loganalytics.render.page.markup import Markup, element, join

# What ends at the right, digit below digit.
NUMBERS = frozenset(
    (Kind.COUNT, Kind.BYTES, Kind.DURATION, Kind.LATENCY, Kind.RATE, Kind.RATIO, Kind.CHANGE)
)
LONGEST = 120  # characters of a text, in terminal cells


def shown(value: Value, column: Column) -> Markup:
    """Return a value as it stands in a cell."""
    if column.kind is Kind.CHANGE:
        return change(value, column.name)
    if column.name == "country" and isinstance(value, str) and value in countries():
        return join((countries()[value], " ", element("small", value, class_="code")))
    text = cell(value, column.kind)
    return term(text) or join((short(text),))


def change(value: Value, name: str) -> Markup:
    """Return a change as an arrow, a sign and per cent; colour only says it once more."""
    text, classes = cell(value, Kind.CHANGE), _classes(value, name)
    if not isinstance(value, int | float) or classes == "same":
        return element("span", text, class_=classes)
    arrow = element("span", "▲" if value > 0 else "▼", aria_hidden="true")
    return element("span", arrow, f" {text}", class_=classes)


def change_below(value: Value, name: str) -> Markup:
    """Return a change as it stands below its number: in small print, the arrow being of the style.

    Pages hold many of these, and have to stay small.
    """
    return element("small", cell(value, Kind.CHANGE), class_=_classes(value, name))


def _classes(value: Value, name: str) -> str:
    if not isinstance(value, int | float) or not round(value, 2):
        return "same"
    direction = "up" if value > 0 else "down"
    better = is_better(value, name)
    return direction if better is None else f"{direction} {'good' if better else 'bad'}"


def short(text: str) -> str:
    """Return a text without its middle, if it is very long: a page has to stay small."""
    return middle(text, LONGEST)


@cache
def countries() -> dict[str, str]:
    """Return the names of countries by their ISO 3166 codes."""
    return {code: name for code, name, *_ in rows("countries.tsv")}
