# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalytics.parse.cleaning import clean, clean_host, unescape

JWT = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"


@pytest.mark.parametrize(
    ("text", "cleaned", "placeholders"),
    [
        ("/from/203.0.113.9", "/from/(ip)", 1),
        ("/from/203.000.113.009/x", "/from/(ip)/x", 1),
        ("/203.0.113.9.zip", "/(ip).zip", 1),
        ("http://203.0.113.9:8080/", "http://(ip):8080/", 1),
        ("203.0.113.9,198.51.100.2", "(ip),(ip)", 2),
        ("/2001:db8::1/x", "/(ip)/x", 1),
        ("/[2001:db8:0:0:0:0:0:1]:80", "/(ip):80", 1),
        ("::ffff:203.0.113.9", "(ip)", 1),
        ("/user@mail.example/edit", "/(email)/edit", 1),
        ("/a.b+c%40mail.example", "/(email)", 1),
        ("Mail von jörg@post.example", "Mail von (email)", 1),
        ("/123e4567-e89b-12d3-a456-426614174000", "/(uuid)", 1),
        ("/{BA195980-CD49-458b-9E23-C84EE0ADCD75}/", "/{(uuid)}/", 1),
        ("/0123456789abcdef0123456789abcdef.js", "/(hex).js", 1),
        (f"/{JWT}", "/(token)", 1),
        ("/J_WYxC1amzht6j2aAJzVqjapQCKNT1Yp", "/(token)", 1),
        ("/reset/x7Kp-q2Lm_9Zt4-Wb8Nc3Vd6Fg", "/reset/(token)", 1),
        ("/orders/123456789", "/orders/(number)", 1),
        ("/call/00441632960123/", "/call/(number)/", 1),
    ],
)
def test_what_may_be_a_person_becomes_a_placeholder(
    text: str, cleaned: str, placeholders: int
) -> None:
    result = clean(text)
    assert (result.text, result.placeholders) == (cleaned, placeholders)


@pytest.mark.parametrize(
    "text",
    [
        "/",
        "/post/12345678",
        "/blog/how-to-Install-Python-3-on-Windows-in-10-minutes",
        "/fast-parsers-in-python-part-2-the-hard-way",
        "/docs/v1.2.3/index.html",
        "/999.1.2.3",
        "/at/12:34:56",
        "/std::vector",
        "/A::B",
        "/img/logo@2x.png",
        "/npm/vue@3.4.5/dist/vue.js",
        "/@someone/status",
        "/2024-01-05-a-long-title-with-a-date-in-it",
        "/the_quick_brown_fox_jumps_over_2_lazy_dogs",
        "/supercalifragilisticexpialidocious",
        "/café/日本語のページ",
    ],
)
def test_ordinary_values_stay_as_they_are(text: str) -> None:
    result = clean(text)
    assert (result.text, result.placeholders) == (text, 0)


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("plain", "plain"),
        (r"say \"hi\"", 'say "hi"'),
        (r"\x22hi\x22", '"hi"'),
        (r"caf\xC3\xA9", "café"),
        (r"caf\xE9", "caf\ufffd"),
        (r"back\\slash", r"back\slash"),
        (r"a\\x41", r"a\x41"),
        (r"a\nb\x1b[31m", "a\ufffdb\ufffd[31m"),
        (r"lone \ and \q", r"lone \ and \q"),
        ("\ud800", "\ufffd"),
    ],
)
def test_server_escapes_are_undone_once(escaped: str, text: str) -> None:
    assert unescape(escaped) == text


@pytest.mark.parametrize(
    ("host", "cleaned"),
    [
        ("WWW.Host.Example:8443", "www.host.example"),
        ("host.example.", "host.example"),
        ("localhost", "localhost"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("203.0.113.9:80", "(ip)"),
        ("[2001:db8::1]:443", "(ip)"),
        ("2001:db8::1", "(ip)"),
        ("ec2-203-0-113-9.compute.example", "ec2-(ip).compute.example"),
        ("ip-203-0-113-9.isp.example", "ip-(ip).isp.example"),
        ("203_0_113_9.isp.example", "(ip).isp.example"),
        ("9.113.0.203.isp.example", "(ip).isp.example"),
        ("2001-db8--1.sslip.example", "(ip).sslip.example"),
        ("2001-db8-0-0-0-0-0-1.isp.example", "(ip).isp.example"),
        ("xn--90adhhccf5aeewt7j.example", "xn--90adhhccf5aeewt7j.example"),
        ("a b.example", ""),
        ("<script>.example", ""),
        ("127.1", ""),
        ("", ""),
        ("-", ""),
        ("a" * 64 + ".example", ""),
        ("é" * 100_000, ""),
    ],
)
def test_hosts_are_lower_case_without_port_and_address(host: str, cleaned: str) -> None:
    assert clean_host(host).text == cleaned


CONTROLS = [chr(c) for c in (*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2028, 0x200F)]


@given(st.text(), st.sampled_from(CONTROLS), st.text())
def test_no_control_character_survives(before: str, control: str, after: str) -> None:
    text = before + control + after
    for result in (clean(text).text, unescape(text), clean_host(text).text):
        assert not set(result) & set(CONTROLS)


@pytest.mark.parametrize("text", ["a" * 20_000 + "@", "1." * 10_000, "a:" * 10_000, "A1_" * 7_000])
def test_hostile_texts_take_linear_time(text: str) -> None:
    start = time.perf_counter()
    clean(text)
    assert time.perf_counter() - start < 1
