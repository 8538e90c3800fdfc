# SPDX-License-Identifier: GPL-3.0-or-later
"""One run over sources: read, parse, fold, store."""

from loganalytics.ingest.model import Options, Result
from loganalytics.ingest.run import ingest

__all__ = ["Options", "Result", "ingest"]
