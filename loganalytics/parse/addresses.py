# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients that are to be left out, by their addresses or networks."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network

Network = IPv4Network | IPv6Network
_NONE = "^:$"  # matches no IPv4 address


def network(text: str) -> Network:
    """An address, or a network such as 192.0.2.0/24; an IPv4 one mapped into IPv6 is that.

    Raises `ValueError` for what is neither.
    """
    if "%" in text:  # of a link of this machine: no log writes one
        raise ValueError(text)
    found = ip_network(text.strip(), strict=False)
    if isinstance(found, IPv6Network) and found.prefixlen >= 96:
        mapped = found.network_address.ipv4_mapped
        if mapped is not None:
            return IPv4Network((mapped, found.prefixlen - 96))
    return found


def pattern(networks: Sequence[Network]) -> str:
    """What of IPv4 addresses the networks match: their octets one by one, as logs write them."""
    found = [_octets(each) for each in networks if isinstance(each, IPv4Network)]
    return f"^({'|'.join(found)})$" if found else _NONE


def ranges(networks: Sequence[Network]) -> list[list[str]]:
    """The first and the last address of each IPv6 network, with all their 32 digits."""
    return [
        [f"{int(each[end]):032x}" for end in (0, -1)]
        for each in networks
        if isinstance(each, IPv6Network)
    ]


def _octets(of: IPv4Network) -> str:
    ends = zip(of.network_address.packed, of.broadcast_address.packed, strict=True)
    return r"\.".join(
        r"\d+" if last - first == 255 else f"({'|'.join(map(str, range(first, last + 1)))})"
        for first, last in ends
    )
