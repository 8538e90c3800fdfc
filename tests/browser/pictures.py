# SPDX-License-Identifier: GPL-3.0-or-later
"""The pictures of the README: `python -m tests.browser.pictures` takes them again.

They show the page of `sample_logs/` as a browser draws it, so they differ a little with its fonts.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import chromium, installed

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "pictures"
# The name of each, the width and height of its window, and its theme.
PICTURES = (
    ("light", 1200, 1000, "light"),
    ("dark", 1200, 1000, "dark"),
    ("phone", 375, 800, "light"),
)


def page(folder: Path) -> Path:
    """Ingest the sample logs and write the page of their two weeks."""
    program = (sys.executable, "-m", "loganalytics")
    database, file = folder / "blog.duckdb", folder / "stats.html"
    logs = sorted(map(str, (ROOT / "sample_logs").glob("access.log*")))
    given = ("--db", str(database))
    subprocess.run([*program, "ingest", "--quiet", *given, *logs], check=True)
    span = ("--start", "2026-10-12", "--end", "2026-10-25")
    report = ("report", *given, *span, "--format", "html", "-o", str(file))
    subprocess.run([*program, *report], check=True)
    return file


def main() -> None:
    browser = installed()
    if browser is None:
        sys.exit("no Chromium is installed")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium(browser) as tab:
        file = page(Path(folder))
        for name, width, height, theme in PICTURES:
            tab.screen(width, height, theme=theme)
            tab.open(file)
            tab.shot(FOLDER / f"{name}.png", whole=False)
            sys.stdout.write(f"{name}.png\n")


if __name__ == "__main__":
    main()
