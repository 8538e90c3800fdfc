# SPDX-License-Identifier: GPL-3.0-or-later
"""The bar on a terminal that says how far an ingest has come: imported where there is one."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from loganalytics.render.cells import plain
from loganalytics.sources import Source


class ProgressBar:
    """A bar on stderr, from `start` to `stop`."""

    def __init__(self) -> None:
        self._number: dict[Source, int] = {}
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            console=Console(stderr=True),
            transient=True,
        )

    def start(self) -> None:
        """Show it."""
        self._bar.start()

    def stop(self) -> None:
        """Take it away."""
        self._bar.stop()

    def expect(self, sources: Sequence[Source]) -> None:
        """Take what will be read: of several sources, the bar tells which one it has come to."""
        self._number = {source: number for number, source in enumerate(sources, 1)}

    def show(self, source: Source, done: int, size: int) -> None:
        """Show how far a source was read, in bytes as they lie on disk; size 0 is unknown."""
        if not self._bar.tasks:
            self._bar.add_task("", total=None)
        name = plain(source.label)
        if len(self._number) > 1:
            name = f"{self._number[source]:,}/{len(self._number):,} {name}"
        task = self._bar.tasks[0]
        task.total = size or None  # `update` would keep that of another source
        self._bar.update(task.id, description=name, completed=done)

    def say(self, text: str) -> None:
        """Print a line above the bar, which else would stand in the same one."""
        self._bar.console.print(text, markup=False, highlight=False, soft_wrap=True)
