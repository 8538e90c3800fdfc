# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the program begins, as `loganalytics` and as `python -m loganalytics`."""

from __future__ import annotations

from typing import NoReturn

from loganalytics.cli import stopping


def main() -> NoReturn:
    """Heed signals before anything that takes time to import, then run the command line."""
    stopping.on_sigterm()
    with stopping.told():
        from loganalytics.cli.main import main as run

        run()


if __name__ == "__main__":
    main()
