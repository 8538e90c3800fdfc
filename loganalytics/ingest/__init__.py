# SPDX-License-Identifier: GPL-3.0-or-later
"""One run over sources: read, parse, fold, store."""

from loganalytics.ingest.run import Options, Result, ingest

__all__ = ["Options", "Result", "ingest"]
