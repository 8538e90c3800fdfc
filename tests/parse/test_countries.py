# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from pathlib import Path

import pytest

from loganalytics.errors import SourceError, UsageError
from loganalytics.parse import countries
from loganalytics.parse.countries import CountryLookup

MMDB = Path(__file__).parent.parent / "data" / "mmdb"
PUBLISHED = ["81.2.69.142", "::ffff:81.2.69.142", "2001:218::1"]  # in MaxMind's test data


@pytest.mark.parametrize("file", ["GeoLite2-Country-Test.mmdb", "GeoIP2-City-Test.mmdb"])
def test_country_and_city_databases_name_countries(file: str) -> None:
    lookup = CountryLookup(MMDB / file)
    assert lookup.lookup(PUBLISHED) == ["GB", "GB", "JP"]
    lookup.close()


def test_the_version_names_the_database_and_its_day() -> None:
    lookup = CountryLookup(MMDB / "GeoLite2-Country-Test.mmdb")
    assert lookup.version == "GeoLite2-Country 2026-02-04"
    lookup.close()


def test_without_a_database_the_built_in_list_answers() -> None:
    lookup = CountryLookup(None)
    assert lookup.version.startswith("iptocc ")
    assert lookup.lookup(["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"]) == ["US"] * 3


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "127.0.0.1",
        "169.254.1.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.2.1",
        "198.51.100.7",
        "203.0.113.9",
        "0.0.0.0",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd12:3456::1",
        "2001:db8::1",
        "[2001:db8::1]",
        "::ffff:192.168.1.1",
    ],
)
@pytest.mark.parametrize("file", [None, "GeoLite2-Country-Test.mmdb"])
def test_addresses_of_no_country_are_private(address: str, file: str | None) -> None:
    lookup = CountryLookup(MMDB / file if file else None)
    assert lookup.lookup([address]) == ["(private)"]
    lookup.close()


@pytest.mark.parametrize(
    "address", ["", "-", "host.example", "10.example", "1.2.3", "1.2.3.4.5", "999.1.1.1", ":", "é:"]
)
def test_what_is_no_address_is_unknown(address: str) -> None:
    assert CountryLookup(None).lookup([address]) == ["(unknown)"]


@pytest.mark.parametrize("address", ["172.32.0.1", "100.128.0.1", "192.0.3.1", "11.0.0.1"])
def test_the_neighbours_of_private_ranges_are_public(address: str) -> None:
    assert CountryLookup(None).lookup([address]) != ["(private)"]


def test_answers_stand_in_the_order_of_the_addresses() -> None:
    addresses = ["host.example", "8.8.8.8", "10.0.0.1", "2001:4860:4860::8888", ""]
    expected = ["(unknown)", "US", "(private)", "US", "(unknown)"]
    assert CountryLookup(None).lookup(addresses) == expected


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("missing.mmdb", "no such file"),
        ("LICENSE-MIT", "not a usable .mmdb"),
        ("GeoIP2-City-Test-Broken-Double-Format.mmdb", "not a usable .mmdb"),
        ("maxminddb-golang-cyclic-data-structure.mmdb", "not a usable .mmdb"),
        ("libmaxminddb-libmaxminddb-deep-nesting.mmdb", "not a usable .mmdb"),
        ("libmaxminddb-libmaxminddb-uint64-max-epoch.mmdb", "holds no countries"),
    ],
)
def test_an_unusable_file_is_one_clear_line(file: str, reason: str) -> None:
    with pytest.raises(UsageError) as raised:
        CountryLookup(MMDB / file)
    message = str(raised.value)
    assert reason in message
    assert file in message
    assert "\n" not in message


def test_damage_met_later_is_an_error_without_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(countries, "_PROBES", 1)  # the first record is whole
    monkeypatch.setattr(countries, "_country", lambda record: "GB")
    lookup = CountryLookup(MMDB / "GeoIP2-City-Test-Broken-Double-Format.mmdb")
    with pytest.raises(SourceError) as raised:
        lookup.lookup(["81.2.69.142"])
    assert "81.2" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__
    lookup.close()


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"country": {"iso_code": "DE"}}, "DE"),
        ({"registered_country": {"iso_code": "FR"}}, "FR"),
        ({"country": {}, "registered_country": {"iso_code": "FR"}}, "FR"),
        ({"country_code": "IT"}, "IT"),
        ({"country": "US"}, "US"),
        ({"country": {"iso_code": 7}}, None),
        ({"autonomous_system_number": 7}, None),
        (None, None),
        ("DE", None),
    ],
)
def test_every_known_layout_of_a_record_is_read(record: object, code: str | None) -> None:
    assert countries._country(record) == code
