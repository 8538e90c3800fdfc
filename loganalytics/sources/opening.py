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
_PACKED = 1 << 16  # bytes of a file to unpack at once
_MOST_TO_UNPACK = 128 << 20  # bytes of memory; `xz -9` makes what takes 65 MiB
_FAILURES: tuple[type[Exception], ...] = (EOFError, OSError, zlib.error, lzma.LZMAError)


def open_source(source: Source) -> BinaryIO:
    """The bytes of a source as they lie on disk. Raises `SourceError`."""
    if source.name == STDIN:
        if sys.stdin is None:
            raise SourceError(f"{STDIN}: there is no standard input")
        return cast(BinaryIO, sys.stdin.buffer)
    try:
        if source.stream:
            return cast(BinaryIO, Path(source.name).open("rb", buffering=0))
        return _open_file(source)
    except FileNotFoundError:
        raise SourceError(f"{source.label}: no such file") from None
    except PermissionError:
        raise SourceError(f"{source.label}: no permission to read it") from None
    except OSError as error:
        raise SourceError(f"{source.label}: cannot be opened ({error.strerror})") from None


def _open_file(source: Source) -> BinaryIO:
    """Open what is a file when it is looked at, and still is when it is opened.

    To open a device may do something, to open a pipe may take for ever.
    """
    if stat.S_ISREG(os.stat(source.name).st_mode):
        how = os.O_RDONLY | os.O_CLOEXEC
        try:
            number = os.open(source.name, how | os.O_NONBLOCK)
        except BlockingIOError:  # a file that another process has a lease on: it is given up
            number = os.open(source.name, how)
        if stat.S_ISREG(os.fstat(number).st_mode):
            os.set_blocking(number, True)
            return cast(BinaryIO, open(number, "rb", buffering=0))
        os.close(number)
    raise SourceError(f"{source.label}: neither a file nor a pipe")


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
        return cast(IO[bytes], io.BufferedReader(Unxz(raw), _PACKED)), _FAILURES
    if compression == "zstd":
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd

        return cast(IO[bytes], zstd.ZstdFile(raw, "rb")), (*_FAILURES, zstd.ZstdError)
    return cast(IO[bytes], raw), _FAILURES


class TooMuch(lzma.LZMAError):
    """A stream takes more memory than it may to unpack it."""

    def __str__(self) -> str:
        return f"takes more than {_MOST_TO_UNPACK >> 20} MB to unpack"


class Unxz(io.RawIOBase):
    """The text of xz streams, one behind the other, in as much memory as `xz -9` takes.

    A stream may ask for 4 GB, and `lzma.LZMAFile` gives it that: here it is `TooMuch`. What follows
    a stream and is none, but for zeros, is an `LZMAError`.
    """

    def __init__(self, raw: io.RawIOBase) -> None:
        self._raw = raw
        self._stream: lzma.LZMADecompressor | None = None
        self._packed = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as one step does; 0 at the end of the last stream."""
        while len(buffer) and (stream := self._stream or self._next()) is not None:
            if stream.needs_input and not self._packed:
                self._packed = self._raw.read(_PACKED) or b""
                if not self._packed:
                    raise EOFError("the stream ends too early")
            try:
                text = stream.decompress(self._packed, len(buffer))
            except lzma.LZMAError as error:
                raise TooMuch if "limit" in str(error) else error from None
            self._packed = stream.unused_data.lstrip(b"\0")
            self._stream = None if stream.eof else stream
            if text:
                buffer[: len(text)] = text
                return len(text)
        return 0

    def _next(self) -> lzma.LZMADecompressor | None:
        """What unpacks the next stream; None where none follows."""
        while not self._packed:
            block = self._raw.read(_PACKED)
            if not block:
                return None
            self._packed = block.lstrip(b"\0")
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_TO_UNPACK)


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
