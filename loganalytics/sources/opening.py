# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens sources and undoes their compression, seen from the first bytes, never from the name."""

from __future__ import annotations

import bz2
import io
import lzma
import os
import stat
import sys
import zlib
from pathlib import Path
from typing import IO, BinaryIO, cast

from loganalytics.errors import SourceError
from loganalytics.sources.names import STDIN, Source

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)
_FAILURES: tuple[type[Exception], ...] = (EOFError, OSError, zlib.error, lzma.LZMAError)


def open_source(source: Source) -> BinaryIO:
    """The bytes of a source as they lie on disk. Raises `SourceError`."""
    if source.name == STDIN:
        if sys.stdin is None:
            raise SourceError(f"{STDIN}: there is no standard input")
        return cast(BinaryIO, sys.stdin.buffer)
    try:
        if not source.stream and not stat.S_ISREG(os.stat(source.name).st_mode):
            raise SourceError(f"{source.label}: neither a file nor a pipe")
        return cast(BinaryIO, Path(source.name).open("rb", buffering=0))
    except FileNotFoundError:
        raise SourceError(f"{source.label}: no such file") from None
    except PermissionError:
        raise SourceError(f"{source.label}: no permission to read it") from None
    except OSError as error:
        raise SourceError(f"{source.label}: cannot be opened ({error.strerror})") from None


def compression_of(head: bytes) -> str:
    """How a file that begins so is compressed; '' if it is not."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), "")


def decompressed(raw: Counting, compression: str) -> tuple[IO[bytes], tuple[type[Exception], ...]]:
    """The text of a source, and what reading it may raise."""
    # The decompressors are imported where they are needed: most nights need none.
    if compression == "gzip":
        from isal import igzip, igzip_lib

        text = igzip.IGzipFile(fileobj=raw, mode="rb")  # type: ignore[no-untyped-call]
        return cast(IO[bytes], text), (*_FAILURES, cast(type[Exception], igzip_lib.IsalError))
    if compression == "bzip2":
        return cast(IO[bytes], bz2.BZ2File(raw, "rb")), _FAILURES
    if compression == "xz":
        return cast(IO[bytes], lzma.LZMAFile(cast(BinaryIO, raw), "rb")), _FAILURES
    if compression == "zstd":
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd

        return cast(IO[bytes], zstd.ZstdFile(raw, "rb")), (*_FAILURES, zstd.ZstdError)
    return cast(IO[bytes], raw), _FAILURES


class Counting(io.RawIOBase):
    """A file that knows how much of it was read and can show its first bytes first."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._head: bytes | None = None
        self.count = 0

    def peek(self) -> bytes:
        """The first six bytes."""
        if self._head is None:
            head = b""
            while len(head) < 6 and (more := self._file.read(6 - len(head))):
                head += more
            self._head = head
        return self._head

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        if self._head or size < 0:
            return cast(bytes, super().read(size))
        data = self._file.read(size)  # the way of plain files: one copy less
        self.count += len(data)
        return data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one read does."""
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the file."""
        self._head = b""
        self.count = self._file.seek(offset, whence)
        return self.count

    def close(self) -> None:
        """Close the file, unless it is stdin."""
        if sys.stdin is None or self._file is not sys.stdin.buffer:
            self._file.close()
        super().close()
