# SPDX-License-Identifier: GPL-3.0-or-later
"""The timeline as a bar chart: SVG that is whole without a script, in any width.

Heights are pixels, positions along the time are per cent, so nothing is scaled but the distances,
and the labels keep their size. A bar of pageviews holds the bar of the visits that began then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from loganalytics.model_report import Section
from loganalytics.render.page.axis import labels, rounded
from loganalytics.render.page.markup import Markup, element

_HEIGHT = 200  # of the bars, px
_TOP, _BELOW = 14, 24  # room for half a label above, for the times below
_WIDEST = 5.0  # per cent: a single bar is no wall
_MOST_BARS = 400
_PARTS_OF_A_DAY = (1, 2, 3, 4, 6, 8, 12, 24)
# The label sets: class, the narrowest the chart is then in px, how many labels at most.
_LABELS = (("many", 620, 8), ("few", 250, 4))
_SERIES = ("pageviews", "visits", "visitors")


@dataclass(frozen=True, slots=True)
class _Bar:
    """One slice of time, or several that follow each other."""

    start: datetime
    label: str
    counts: tuple[int, ...]  # as _SERIES

    def text(self) -> str:
        pairs = zip(self.counts, _SERIES, strict=True)
        words = (f"{count:,} {name if count != 1 else name[:-1]}" for count, name in pairs)
        return f"{self.label}: {', '.join(words)}"


def chart(section: Section, unit: str) -> Markup:
    """Return the chart of a timeline, as the columns of a flex box: its y axis and its bars."""
    bars = _bars(section, unit)
    most = max(bar.counts[0] for bar in bars)
    lines = rounded(most)
    scale = _HEIGHT / lines[-1]
    texts = [f"{value:,}" for value in (0, *lines)]
    axis = element(
        "svg",
        *(
            element("text", text, x="100%", y=_y(value * scale) + 4, text_anchor="end")
            for text, value in zip(texts, (0, *lines), strict=True)
        ),
        class_="axis",
        width=round(max(map(len, texts)) * 6.8 + 6),
        height=_TOP + _HEIGHT + _BELOW,
        aria_hidden="true",
    )
    grid = [
        element("line", x1="0", x2="100%", y1=_y(value * scale), y2=_y(value * scale))
        for value in (0, *lines)
    ]
    step = 100 / len(bars)
    plot = element(
        "svg",
        element("g", *grid, class_="grid"),
        element("g", *(_drawn(n, bar, step, scale) for n, bar in enumerate(bars)), class_="bars"),
        *_times(bars, unit),
        class_="plot",
        width="100%",
        height=_TOP + _HEIGHT + _BELOW,
        role="img",
        aria_label=_summary(section, bars),
    )
    return element("div", axis, plot, class_="chart")


def _bars(section: Section, unit: str) -> list[_Bar]:
    """The slices; so many that their bars could not be seen are drawn several to a bar."""
    slices = [
        _Bar(
            start=row["start"],  # type: ignore[arg-type]
            label=str(row["label"]),
            counts=tuple(_count(row.get(name)) for name in _SERIES),
        )
        for row in section.dicts()
    ]
    size = joined(len(slices), unit)
    return [_together(slices[at : at + size]) for at in range(0, len(slices), size)]


def joined(slices: int, unit: str) -> int:
    """Return how many slices are drawn as one bar: hours by whole parts of a day, or by days."""
    size = -(-slices // _MOST_BARS)
    if unit != "hour":
        return size
    return next((part for part in _PARTS_OF_A_DAY if part >= size), -(-size // 24) * 24)


def _together(slices: Sequence[_Bar]) -> _Bar:
    first, last = slices[0], slices[-1]
    label = first.label if len(slices) == 1 else f"{first.label} to {last.label}"
    columns = zip(*(each.counts for each in slices), strict=True)
    return _Bar(first.start, label, tuple(map(sum, columns)))


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _drawn(number: int, bar: _Bar, step: float, scale: float) -> Markup:
    width = min(_WIDEST, step * (0.8 if step > 1 else 0.9))
    left = (number + 0.5) * step - width / 2
    return element(
        "g",
        element("title", bar.text()),
        element("rect", x=_per_cent(number * step), width=_per_cent(step), height=_TOP + _HEIGHT),
        *(
            element(
                "rect",
                class_=name,
                x=_per_cent(left),
                y=_y(count * scale),
                width=_per_cent(width),
                height=round(count * scale, 1),
            )
            for name, count in zip("pv", bar.counts[:2], strict=True)
            if count > 0
        ),
    )


def _times(bars: Sequence[_Bar], unit: str) -> list[Markup]:
    times = [bar.start for bar in bars]
    return [
        element(
            "g",
            *(
                element(
                    "text",
                    label.text,
                    x=_per_cent(label.x),
                    y=_TOP + _HEIGHT + 17,
                    text_anchor=label.anchor,
                )
                for label in labels(times, unit, width, most)
            ),
            class_=name,
            aria_hidden="true",
        )
        for name, width, most in _LABELS
    ]


def _summary(section: Section, bars: Sequence[_Bar]) -> str:
    top = max(bars, key=lambda bar: bar.counts[0])
    views, visits, _ = map(sum, zip(*(bar.counts for bar in bars), strict=True))
    return (
        f"{section.title}, a bar chart of {views:,} pageviews and {visits:,} visits."
        f" The most pageviews: {top.text()}. A table of the values follows."
    )


def _y(height: float) -> float:
    return round(_TOP + _HEIGHT - height, 1)


def _per_cent(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"
