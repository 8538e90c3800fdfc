# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses to countries: through the user's .mmdb, or the list inside `iptocc`."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from loganalytics.errors import SourceError, UsageError

PRIVATE = "(private)"
UNKNOWN = "(unknown)"

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_V4 = re.compile(rf"(?:{_OCTET}\.){{3}}{_OCTET}")
# Private, loopback, link-local, shared (CGNAT), documentation, benchmarks, multicast, reserved:
# asked before any list, for some of them place 192.168.0.0/16 in a country.
_PRIVATE_V4 = re.compile(
    r"(?:0|10|127|22[4-9]|2[34][0-9]|25[0-5])\."
    r"|100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\."
    r"|169\.254\.|172\.(?:1[6-9]|2[0-9]|3[01])\."
    r"|192\.(?:168|0\.0|0\.2)\.|198\.(?:1[89]|51\.100)\.|203\.0\.113\."
)
_MAPPED = (bytes(10) + b"\xff\xff", bytes.fromhex("0064ff9b") + bytes(8))  # IPv4 in IPv6, NAT64
_CODE = re.compile(r"[A-Z]{2}")
_PROBES = 2000  # records in which a usable database must name a country


class CountryLookup:
    """Countries of addresses. Keeps a file open until `close()`."""

    version: str  # name and day of the list in use, 'GeoLite2-Country 2026-10-01'

    def __init__(self, geoip: Path | None) -> None:
        """`geoip`: a country or city .mmdb, None for the built-in list. Raises UsageError."""
        self._close: Callable[[], None] | None = None
        self._file = "" if geoip is None else str(geoip)
        if geoip is None:
            import iptocc

            self._codes: Callable[[list[str]], list[str | None]] = iptocc.country_code
            self.version = f"iptocc {version('iptocc')}"
        else:
            self._open(geoip)

    def lookup(self, addresses: Sequence[str]) -> list[str]:
        """ISO 3166 codes, '(private)' or '(unknown)' (host names too), in the same order.

        Raises SourceError if the .mmdb turns out to be damaged.
        """
        found = [UNKNOWN] * len(addresses)
        places: list[int] = []
        public: list[str] = []
        for place, text in enumerate(addresses):
            if ":" in text:
                text = _plain_ipv6(text)
                if text == PRIVATE:
                    found[place] = PRIVATE
                    continue
            if ":" not in text:
                if not _V4.fullmatch(text):
                    continue
                if _PRIVATE_V4.match(text):
                    found[place] = PRIVATE
                    continue
            places.append(place)
            public.append(text)
        for place, code in zip(places, self._codes(public), strict=True):
            if code and _CODE.fullmatch(code):
                found[place] = code
        return found

    def close(self) -> None:
        """Lets go of the file; further lookups fail."""
        if self._close is not None:
            self._close()
            self._close = None

    def _open(self, path: Path) -> None:
        import geoip2.database
        import geoip2.errors
        import maxminddb

        broken = (maxminddb.InvalidDatabaseError, ValueError, OverflowError, UnicodeError)
        try:
            if not path.is_file():
                raise UsageError(f"{path}: no such file; --geoip takes the path of a country .mmdb")
            # In Python: what is written in C ends the process on some damaged files.
            with maxminddb.open_database(path, maxminddb.MODE_MMAP) as reader:
                meta = reader.metadata()
                kind, epoch = str(meta.database_type), int(meta.build_epoch)
                has_country = any(_country(record) for _, record in islice(reader, _PROBES))
            maxminddb.open_database(path).close()  # as it will be read
        except OSError:
            raise UsageError(f"{path}: cannot be read; check its permissions") from None
        except (*broken, RecursionError, TypeError, MemoryError):
            raise UsageError(
                f"{path}: not a usable .mmdb (damaged or cut short); download it again"
            ) from None
        name = "".join(c for c in kind if c.isascii() and c.isprintable())[:60] or "mmdb"
        if not has_country:
            raise UsageError(
                f"{path}: a {name} database holds no countries; "
                "give a country or city database, such as GeoLite2-Country.mmdb"
            )
        self.version = f"{name} {_day(epoch)}".rstrip()
        failures = (*broken, TypeError, OSError, RecursionError)
        if "Country" in kind:
            countries = geoip2.database.Reader(path)
            self._close = countries.close

            def one(address: str) -> str | None:
                try:
                    answer = countries.country(address)
                except geoip2.errors.AddressNotFoundError:
                    return None
                return answer.country.iso_code or answer.registered_country.iso_code
        else:
            # geoip2 refuses most other types (DB-IP, ip-location-db), which hold countries too.
            records = maxminddb.open_database(path)
            self._close = records.close

            def one(address: str) -> str | None:
                return _country(records.get(address))

        six = meta.ip_version == 6

        def codes(addresses: list[str]) -> list[str | None]:
            try:
                return [one(a) if six or ":" not in a else None for a in addresses]
            except failures:
                # The message of the library holds the address.
                raise SourceError(
                    f"{self._file}: damaged data in the .mmdb; download it again"
                ) from None

        self._codes = codes


def _plain_ipv6(text: str) -> str:
    """'(private)', an IPv4 address where one is mapped, the address, or '' for no address."""
    text = text.strip("[]").partition("%")[0]
    try:
        packed = socket.inet_pton(socket.AF_INET6, text)
    except (OSError, ValueError, UnicodeError):
        return ""
    if packed[:12] in _MAPPED:
        return socket.inet_ntop(socket.AF_INET, packed[12:])
    first = packed[0] << 8 | packed[1]
    if (
        packed[:8] == bytes(8)  # ::, ::1
        or first & 0xFE00 == 0xFC00  # unique local
        or first & 0xFF80 == 0xFE80  # link-local and site-local
        or first >= 0xFF00  # multicast
        or packed[:4] == b"\x20\x01\x0d\xb8"  # documentation
        or packed[:2] == b"\x3f\xff"  # documentation (3fff::/20 and its neighbours, unassigned)
        or packed[:6] == b"\x00\x64\xff\x9b\x00\x01"  # local NAT64
    ):
        return PRIVATE
    return text


def _country(record: Any) -> str | None:
    """The country in a record of any of the known layouts."""
    if not isinstance(record, dict):
        return None
    for key in ("country", "registered_country"):
        part = record.get(key)
        if isinstance(part, dict) and isinstance(code := part.get("iso_code"), str):
            return code
        if isinstance(part, str) and _CODE.fullmatch(part):
            return part
    code = record.get("country_code")
    return code if isinstance(code, str) else None


def _day(epoch: int) -> str:
    try:
        return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d")
    except (OverflowError, ValueError, OSError):
        return ""
