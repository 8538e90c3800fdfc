# SPDX-License-Identifier: GPL-3.0-or-later
"""`python -m loganalytics`."""

from loganalytics.cli.main import main

main()
