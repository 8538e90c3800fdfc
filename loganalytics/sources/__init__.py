# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources: files, globs, folders and stdin, as decompressed chunks of whole lines."""

from loganalytics.sources.names import STDIN, Source, expand, log_name
from loganalytics.sources.reader import PIECE, Chunk, Reader

__all__ = ["PIECE", "STDIN", "Chunk", "Reader", "Source", "expand", "log_name"]
