# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of `verify-privacy`: what a log holds, how addresses are read, what chance explains."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalytics.ops.verify_addresses import in_bytes, in_line, packed
from loganalytics.ops.verify_fields import loose
from loganalytics.ops.verify_formats import NamedFields
from loganalytics.ops.verify_hashes import is_chance
from loganalytics.ops.verify_open import IN_THE_OPEN, OWN, PUBLISHED, Explanations
from loganalytics.ops.verify_values import Collector, Values
from loganalytics.parse.formats import from_option
from loganalytics.sources import Source

TIME = "[10/Oct/2026:12:00:00 +0000]"
AGENT = "Mozilla/5.0 (X11; quastenflosser)"


def collected(tmp_path: Path, *lines: str) -> Values:
    log = tmp_path / "a.log"
    log.write_text("".join(f"{line}\n" for line in lines))
    collector = Collector("/pixel.gif")
    collector.read([Source(str(log))], lambda *_: None)
    return collector.values


def texts(values: Values, kind: str) -> set[str]:
    return set(values.texts[kind])


@pytest.mark.parametrize(
    ("head", "address", "user"),
    [
        ("192.0.2.1 - -", "192.0.2.1", set()),
        ("192.0.2.1 - ada", "192.0.2.1", {"ada"}),
        ("192.0.2.1 - ada of tilbury", "192.0.2.1", {"ada of tilbury"}),
        ("www.site.example:443 192.0.2.1 - ada", "192.0.2.1", {"ada"}),
        ("2001:db8::1 - -", "2001:db8::1", set()),
        ("dialin-7.provider.example - -", "dialin-7.provider.example", set()),
        ("www.site.example,443,192.0.2.1,-,ada,", "192.0.2.1", {"ada"}),
    ],
)
def test_the_client_and_the_user_stand_before_the_time(
    head: str, address: str, user: set[str], tmp_path: Path
) -> None:
    values = collected(tmp_path, f'{head} {TIME} "GET / HTTP/1.1" 200 1 "-" "{AGENT}"')
    assert (texts(values, "address"), texts(values, "user")) == ({address}, user)
    assert set(values.pairs) == {(address, AGENT)}


def test_the_place_of_a_value_is_the_line_it_stands_in_first(tmp_path: Path) -> None:
    line = f'192.0.2.1 - {{}} {TIME} "GET /?q={{}} HTTP/1.1" 200 1'
    values = collected(tmp_path, line.format("-", "one"), line.format("ada", "two"))
    assert values.texts["user"] == {"ada": (0, 2)}
    assert values.texts["query value"] == {"one": (0, 1), "two": (0, 2)}


@pytest.mark.parametrize(
    ("field", "kind", "found"),
    [
        ("203.0.113.9, 192.0.2.4", "forwarded address", {"203.0.113.9", "192.0.2.4"}),
        ("unknown, 203.0.113.9", "forwarded address", {"203.0.113.9"}),
        ("sid=abc; lang=en", "cookie", {"abc", "en"}),
        ("curl/8.5.0", "agent", {AGENT, "curl/8.5.0"}),
        ("https://ref.example/a?q=secret#deep", "query value", {"secret", "deep"}),
        ("?q=secret", "query value", {"secret"}),
        ("-", "agent", {AGENT}),
        ("HTTP/1.0", "agent", {AGENT}),
        ("POST", "agent", {AGENT}),
        ("0.012", "agent", {AGENT}),
    ],
)
def test_a_quoted_field_is_known_by_its_looks(
    field: str, kind: str, found: set[str], tmp_path: Path
) -> None:
    line = f'192.0.2.1 - - {TIME} "GET / HTTP/1.1" 200 1 "-" "{AGENT}" "{field}"'
    assert texts(collected(tmp_path, line), kind) == found


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("/a?one=1&two=b%20c;three", {"1", "b%20c", "b c", "three"}),
        ("/a?next=%2Fb%3Fkey%3Ddeep", {"%2Fb%3Fkey%3Ddeep", "/b?key=deep", "deep"}),
        ("/a?utm_source=letter&utm_term=word&utm_id=7x", {"7x"}),
        ("/pixel.gif?path=%2Fa%3Fq%3Dhidden&title=T&event=bought&value=9x", {"hidden", "9x"}),
        ("/a?event=bought", {"bought"}),
        ("http://site.example/a?q=1x", {"1x"}),
        ("/a#frag?q=2x", {"frag", "2x"}),
    ],
)
def test_query_values_are_taken_raw_and_decoded(
    target: str, found: set[str], tmp_path: Path
) -> None:
    line = f'192.0.2.1 - - {TIME} "GET {target} HTTP/1.1" 200 1'
    assert texts(collected(tmp_path, line), "query value") == found


def test_an_escaped_quote_does_not_end_a_field(tmp_path: Path) -> None:
    line = f'192.0.2.1 - - {TIME} "GET /a\\"b?q=c\\"d HTTP/1.1" 200 1 "-" "odd \\"agent\\" 1.0"'
    values = collected(tmp_path, line)
    assert texts(values, "query value") == {"c\\x22d", 'c"d'}
    assert texts(values, "agent") == {"odd \\x22agent\\x22 1.0"}


def test_the_paths_and_referrers_of_a_log_are_open_but_not_their_queries(tmp_path: Path) -> None:
    line = f'192.0.2.1 - - {TIME} "GET /A%20b?q=1 HTTP/1.1" 200 1 "https://www.ref.example/x?y=2"'
    opened = collected(tmp_path, line).opened
    assert {"/a b", "ref.example/x", "www.ref.example", "example"} <= opened
    assert not any("?" in text or "q=" in text for text in opened)


ADDRESSES = st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6))


@given(ADDRESSES, st.sampled_from(("compressed", "exploded")), st.booleans())
def test_an_address_is_read_in_every_spelling_amid_any_bytes(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, spelling: str, upper: bool
) -> None:
    text = getattr(address, spelling)
    text = text.upper() if upper else text
    expected = packed(str(address))
    if len(text) >= 7:
        for before, after in ((b"", b""), (b"\x00", b"\xff"), (b"z", b"z"), (b" ", b".")):
            found = {each for each, _ in in_bytes(before + text.encode() + after)}
            assert expected in found
    if any(c.isdigit() for c in text):
        assert expected in {each for _, each in in_line(f"from {text}, by")}


@pytest.mark.parametrize("text", ["1.2.3", "1.2.3.4.5", "1.2.3.256", "12:30:45", "Add::Face", "::"])
def test_what_is_no_address_in_a_line_is_none(text: str) -> None:
    assert list(in_line(text)) == []


def test_a_text_that_follows_without_a_gap_hides_no_address() -> None:
    assert b"\xc0\x00\x02\x01" in {each for each, _ in in_bytes(b"9192.0.2.155")}


@pytest.mark.parametrize(
    ("hits", "expected", "chance"),
    [
        (1, 1e-8, False),  # one text of 32 bits among few
        (1, 0.01, True),
        (2, 0.01, True),  # once in 20,000 times
        (5, 0.01, False),
        (240, 232, True),
        (400, 232, False),
    ],
)
def test_chance_explains_as_many_numbers_as_are_to_be_expected(
    hits: int, expected: float, chance: bool
) -> None:
    assert is_chance(hits, expected) is chance


def explanations() -> Explanations:
    opened = {loose(text) for text in ("/user/Ada", "/u/maria@mail.example/x", "/docs/%C3%BC")}
    return Explanations(opened, (b"own words",), ("access.log.1",))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("/user/Ada", IN_THE_OPEN),
        ("/docs/\u00fc", IN_THE_OPEN),
        ("/u/(email)/x", IN_THE_OPEN),
        ("/u/(email)/y", ""),
        ("/user/(email)", IN_THE_OPEN),  # as if something else had stood there
        ("Ada", ""),
        ("/user", ""),
        ("Googlebot", PUBLISHED),
        ("Firefox 128", PUBLISHED),
        ("Hacker News", PUBLISHED),
        ("CH", PUBLISHED),
        ("desktop", PUBLISHED),
        ("droste-huelshoff", ""),
    ],
)
def test_a_cell_is_explained_as_a_whole(cell: str, reason: str) -> None:
    assert explanations().of_cell(cell) == reason


def test_bytes_are_explained_by_what_the_log_shows_openly() -> None:
    known = explanations()
    assert known.of_bytes("user/ada") == IN_THE_OPEN
    assert known.of_bytes("own words") == OWN
    assert known.of_bytes("droste-huelshoff") == ""
    assert known.of_ledger("access.log") == OWN
    assert known.of_ledger("error.log") == ""


def test_a_format_names_what_has_no_quotes() -> None:
    nginx = NamedFields("$remote_addr\t$remote_user\t${http_user_agent}\t$cookie_sid\t$args")
    line = f"192.0.2.1\tada\t{AGENT}\tabc\tq=1"
    assert list(nginx.of(line)) == [
        ("address", "192.0.2.1"),
        ("user", "ada"),
        ("agent", AGENT),
        ("cookies", "abc"),
        ("query", "q=1"),
    ]
    apache = NamedFields('%h %>s %t \\"%{User-Agent}i\\" %{sid}C %% %u')
    line = f'192.0.2.1 200 {TIME} "{AGENT}" abc % ada b'
    assert list(apache.of(line)) == [
        ("address", "192.0.2.1"),
        ("agent", AGENT),
        ("cookies", "abc"),
        ("user", "ada b"),
    ]
    assert list(apache.of("something else")) == []


def test_a_format_names_it_however_it_was_pasted() -> None:
    option = (
        "log_format x escape=json 'ip:$remote_addr\\t[$time_local]\\t\"$request\"\\t$status'\n"
        "  # the user\n '\\tuser:$remote_user ;';"
    )
    line = f'ip:192.0.2.1\t{TIME}\t"GET / HTTP/1.1"\t200\tuser:'
    found = NamedFields(from_option(option).name)
    for end in (" ;", " ", ""):
        assert list(found.of(f"{line}ada{end}")) == [("address", "192.0.2.1"), ("user", "ada")]
    assert list(found.of(f"{line} ;")) == [("address", "192.0.2.1"), ("user", "")]


def test_a_format_of_values_in_quotes_names_them_as_an_ingest_read_it() -> None:
    option = (
        'log_format x escape=json \'"$remote_addr" "$remote_user" "$request"  "$time_local" '
        '"$status"\';'
    )
    found = NamedFields(from_option(option).name)
    line = f'"192.0.2.1" "bob" "GET / HTTP/1.1"  "{TIME}" "200"'
    assert list(found.of(line)) == [("address", "192.0.2.1"), ("user", "bob")]
