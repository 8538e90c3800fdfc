# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import random
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loganalytics.parse.targets import (
    TargetLookup,
    canonical_path,
    decode_parameter,
    pixel_event,
    pixel_resolution,
    pixel_title,
)
from loganalytics.spelling import page_glob


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/", "/"),
        ("/a/b.html?x=1", "/a/b.html"),
        ("/a#part", "/a"),
        ("http://host.example/p?q", "/p"),
        ("https://host.example", "/"),
        ("https://host.example?q", "/"),
        ("*", "(unknown)"),
        ("", "(unknown)"),
        ("host.example:443", "(unknown)"),
        ("/caf%c3%a9", "/café"),
        ("/café", "/café"),
        (r"/caf\xC3\xA9", "/café"),
        ("/caf%C3%A9", "/café"),
        ("/a%2fb", "/a%2Fb"),
        ("/a%3Fb%23c", "/a%3Fb%23c"),
        ("/a%20b", "/a%20b"),
        ("/a b", "/a%20b"),
        ("/100%", "/100%25"),
        ("/100%25", "/100%25"),
        ("/%7Euser", "/~user"),
        ("/caf%E9", "/caf%E9"),
        (r"/caf\xe9", "/caf%E9"),
        (r"/say\"x\"", '/say"x"'),
        (r"/a\\b", "/a\\b"),
        (r"/a\nb", "/a%0Ab"),
        ("/a%00%1b", "/a%00%1B"),
        ("/\u202etxt", "/%E2%80%AEtxt"),
        ("/\ud800", "/%ED%A0%80"),
        ("/view;jsessionid=1j0vhgd7x9k2", "/view"),
        ("/view;JSESSIONID=0000abcDEF:-1/b;PHPSESSID=9?q=1", "/view/b"),
        ("/view;v=2;sid=77;w=3", "/view;v=2;w=3"),
        ("/view%3bjsessionid%3d12", "/view"),
        ("/view%253Bmysession_id%253D12", "/view"),
        ("/;jsessionid=12", "/"),
        ("/side;inside=3", "/side;inside=3"),
        ("/" + "a" * 1023, "/" + "a" * 1023),
        ("/" + "a" * 1024, "/" + "a" * 1022 + "…"),
    ],
)
def test_one_page_has_one_spelling(target: str, path: str) -> None:
    assert canonical_path(target) == path


@pytest.mark.parametrize(
    ("target", "path", "kind"),
    [
        ("/", "/", "page"),
        ("/app/style.css;jsessionid=12", "/app/style.css", "asset"),
        ("//", "/", "page"),
        ("/index.html", "/", "page"),
        ("/index.htm?x=1", "/", "page"),
        ("https://host.example//index.html/", "/", "page"),
        ("/docs", "/docs", "page"),
        ("/docs/", "/docs", "page"),
        ("/docs/index.html", "/docs", "page"),
        ("//docs///index.html//", "/docs", "page"),
        ("/docs/Index.html", "/docs/Index.html", "page"),
        ("/docs/myindex.html", "/docs/myindex.html", "page"),
        ("/docs/index.html.bak", "/docs/index.html.bak", "page"),
        ("/docs/index.php", "/docs/index.php", "page"),
        ("/v1.2/", "/v1.2", "page"),
        ("/private/", "/private/", "excluded"),
        ("//api//x/", "/api/x/", "excluded"),
        ("//logo.png", "/logo.png", "asset"),
        # Behind what may be a file, a slash changes what it is: nobody knows what stands there.
        ("/logo.png/", "/logo.png/", "page"),
        ("/report.pdf/index.html", "/report.pdf/index.html", "page"),
        ("/pixel.gif/", "/pixel.gif/", "page"),
        ("//pixel.gif", "/pixel.gif", "pixel"),
    ],
)
def test_slashes_and_index_make_no_other_page(target: str, path: str, kind: str) -> None:
    (found,) = TargetLookup("/pixel.gif", ["/private/*"]).lookup([target])
    assert (found.path, found.page, found.kind) == (path, path, kind)


@pytest.mark.parametrize(
    ("pattern", "excluded", "counted"),
    [
        ("/admin", "/admin /admin/ /admin/index.html //admin//index.htm?x=1", "/admin/x /admin.b"),
        ("/admin/", "/admin /admin/ /admin/index.html", "/admin/x"),
        ("/admin/index.html", "/admin /admin/ /admin/index.html", "/admin/x"),
        ("//admin", "/admin /admin/", "/"),
        ("/admin/*", "/admin/ /admin/x/ /admin/x.pdf", "/admin"),
        ("/a?/", "/ab /ab/", "/a"),
        ("/[ab]", "/a/ /b", "/c /ab"),
        ("/", "/ /index.html //", "/a"),
        ("*/index.html", "/a/index.html", "/ /a/ /a"),
        ("*/", "/ /a/", "/a"),
        ("/*/", "/a/", "/a"),
        ("*.tmp", "/x.tmp /x.tmp/", "/x.tmp/y"),
        ("/caf%C3%A9*", "/caf%c3%a9 /café/x", "/cafe"),
        ("/café/", "/caf%C3%A9", "/caf%C3%A9/x"),
    ],
)
def test_a_pattern_excludes_a_page_in_all_its_spellings(
    pattern: str, excluded: str, counted: str
) -> None:
    lookup = TargetLookup("/pixel.gif", [pattern])
    for target in lookup.lookup(excluded.split()):
        assert (target.kind, lookup.shown(target.path)) == ("excluded", "(excluded)"), target
        assert lookup.kind(target.path) == "excluded"
    for target in lookup.lookup(counted.split()):
        assert (target.kind, lookup.shown(target.path)) == ("page", target.path), target


@given(st.text())
def test_a_canonical_path_is_canonical_and_has_no_control_or_space(text: str) -> None:
    path = canonical_path("/" + text)
    assert path.isprintable()
    assert " " not in path
    if len(path) < 1024 and "\\" not in path:
        assert canonical_path(path) == path


@pytest.mark.parametrize("exclude", [(), ("/a/*",), ("*/",), ("/b",)])
@pytest.mark.parametrize("keep", [(), ("q",)])
def test_a_page_is_found_by_what_is_kept_of_it(
    exclude: tuple[str, ...], keep: tuple[str, ...]
) -> None:
    chance = random.Random(len(exclude) + len(keep))
    lookup = TargetLookup("/pixel.gif", exclude, keep=keep)
    parts = ["a", "b", "x.js", "x.zip", "index.html", "", "api", "caf%C3%A9", "%2F", "%3f", "%23"]
    parts += ["%zz", "%", "é", "~", "a.b", "%FF", "c+d", "\\x41", "%E2%82", "z" * 300]
    ends = ["", "/", "?q=c%2B%2B", "/?q=a/b", "?q=x%26y&z=1", "?x=1", "#q=1"]
    for _ in range(3000):
        path = "/" + "/".join(chance.choice(parts) for _ in range(chance.randrange(5)))
        text = path + chance.choice(ends)
        (target,) = lookup.lookup([text])
        kept = [target.page] if target.kind == "page" else []
        if pixel := lookup.pixel_path(quote(text)):
            kept.append(pixel)
        for page in kept:
            assert page_glob(page) == page, (text, page)


def test_nothing_more_is_shown_of_an_excluded_path() -> None:
    lookup = TargetLookup("/_/pixel.gif", ["/private/*", "/api/own/*"])
    for path in ("/a", "/api", "/_/pixel.gif"):
        assert lookup.shown(path) == path
    assert lookup.shown("/api/x/y") == "/api/*"
    assert lookup.shown("/private/x") == lookup.shown("/api/own/x") == "(excluded)"


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/", "page"),
        ("/pixel.gif", "pixel"),
        ("/pixel%2Egif", "pixel"),
        ("/about", "page"),
        ("/about.html", "page"),
        ("/v1.2/docs", "page"),
        ("/data.json", "page"),
        ("*", "page"),
        ("/api/x.png", "excluded"),
        ("/_/x", "excluded"),
        ("/_app/immutable/x.js", "excluded"),
        ("/.well-known/security.txt", "excluded"),
        ("/api", "page"),
        ("/private/report.pdf", "excluded"),
        ("/Private/report", "page"),
        ("/report.PDF", "download"),
        ("/a.tar.gz", "download"),
        ("/logo.svg", "asset"),
        ("/x/app.min.js", "asset"),
        ("/app.webmanifest", "asset"),
        ("/font.woff2", "asset"),
        ("/favicon.ico", "asset"),
        ("/robots.txt", "asset"),
        ("/x/robots.txt", "page"),
        ("/manifest.json", "asset"),
        ("/service-worker.js", "asset"),
    ],
)
def test_the_kind_of_a_target(target: str, kind: str) -> None:
    assert TargetLookup("/pixel.gif", ["/private/*"]).lookup([target])[0].kind == kind


def test_the_page_holds_placeholders_and_the_path_does_not() -> None:
    (target,) = TargetLookup("/pixel.gif", []).lookup(["/of/user@mail.example?x"])
    assert (target.path, target.page) == ("/of/user@mail.example", "/of/(email)")


def test_a_path_is_cleaned_before_it_is_cut() -> None:
    long = "/" + "a/" * 506 + "someone@mail.example"
    (target,) = TargetLookup("/pixel.gif", []).lookup([long + "/x" * 100])
    assert len(target.path) == 1024
    assert "someone" not in target.page
    assert target.page.endswith("…")
    assert len(target.page) <= 1024


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("", ""),
        ("a+b%20c", "a b c"),
        ("caf%C3%A9", "café"),
        ("caf%E9", "caf\ufffd"),
        (r"caf\xC3\xA9", "café"),
        ("%", "%"),
        ("100%zz", "100%zz"),
        ("%00a%1b[31mb%0A", "a[31mb"),
        ("++x++", "x"),
        ("\ud800", "\ufffd"),
        ("%ED%A0%80", "\ufffd\ufffd\ufffd"),
    ],
)
def test_parameters_are_decoded(raw: str, value: str) -> None:
    assert decode_parameter(raw) == value


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ("%2Fdocs%2F%3Fx%3D1%23y", "/docs"),
        ("%2F%2Fdocs%2Findex.html", "/docs"),
        ("/caf%25C3%25A9", "/café"),
        ("docs", ""),
        ("", ""),
        ("https%3A%2F%2Fhost.example%2F", ""),
        ("/" + "a" * 1023, "/" + "a" * 1023),
        ("/" + "a" * 1024, ""),
    ],
)
def test_the_path_a_pixel_reports(raw: str, path: str) -> None:
    assert TargetLookup("/pixel.gif", []).pixel_path(raw) == path


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/s?q=owl", "/s?q=owl"),
        ("/s?x=1&q=owl&page=2#q=no", "/s?page=2&q=owl"),
        ("/s?q=owl&q=other", "/s?q=owl"),
        ("/s?q=Two+big%20owls%26%3D", "/s?q=Two%20big%20owls%26%3D"),
        ("/s?q=%C3%A9t%E9", "/s?q=ét\ufffd"),
        ("/s?q=\\x22a\\x22", '/s?q="a"'),
        ("/s?q=", "/s"),
        ("/s?q", "/s"),
        ("/s?Q=owl&qq=1", "/s"),
        ("/s?q=" + "y" * 300, "/s?q=" + "y" * 100),
        ("https://a.example/s?q=owl", "/s?q=owl"),
        ("*?q=owl", "(unknown)"),
    ],
)
def test_a_parameter_that_tells_pages_apart_is_part_of_the_path(target: str, path: str) -> None:
    (found,) = TargetLookup("/pixel.gif", [], keep=("q", "page")).lookup([target])
    assert found.path == path


def test_what_is_kept_of_a_query_is_cleaned_and_tells_no_kind() -> None:
    lookup = TargetLookup("/pixel.gif", ["/in/*"], keep=("q",))
    targets = ["/s?q=me@mail.example", "/s?q=a.css", "/in/s?q=x", "/pixel.gif?q=x", "/a.pdf?q=1"]
    found = lookup.lookup(targets)
    assert [each.kind for each in found] == ["page", "page", "excluded", "pixel", "download"]
    assert found[0].page == "/s?q=(email)"
    assert [lookup.shown(each.path) for each in found[2:4]] == ["(excluded)", "/pixel.gif"]


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Hello%20%20World%0A!", "Hello World !"),
        ("Mail+to+user%40mail.example", "Mail to (email)"),
        ("a" * 500, "(hex)"),
        ("x" * 500, "x" * 500),
        ("x" * 501, ""),
        ("%1b%5D0;x%07", "]0;x"),
    ],
)
def test_the_title_a_pixel_reports(raw: str, title: str) -> None:
    assert pixel_title(raw).text == title


@pytest.mark.parametrize(
    ("raw", "resolution"),
    [
        ("320,568", "320x568"),
        ("320%2C568", "320x568"),
        ("1,32767", "1x32767"),
        ("0,568", ""),
        ("320,32768", ""),
        ("320x568", ""),
        ("-1,5", ""),
        ("1.5,5", ""),
        ("٣,٤", ""),
        ("1,2,3", ""),
        ("9" * 100_000, ""),
    ],
)
def test_the_screen_a_pixel_reports(raw: str, resolution: str) -> None:
    assert pixel_resolution(raw) == resolution


@given(st.text(alphabet=st.characters(), max_size=200))
def test_no_parameter_makes_it_raise_or_keeps_a_control(raw: str) -> None:
    TargetLookup("/pixel.gif", []).pixel_path(raw)
    pixel_resolution(raw)
    for text in (decode_parameter(raw), pixel_title(raw).text):
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in text)


def test_a_parameter_of_100_kb_is_only_lost() -> None:
    huge = "/%00é\\x" * 20_000
    assert TargetLookup("/pixel.gif", []).pixel_path(huge) == ""
    assert pixel_title(huge).text == ""


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("sign+up", "sign up"),
        ("+a%09+b+", "a b"),
        ("order+of+jo%40mail.example", "order of (email)"),
        ("paid%20123456789", "paid (number)"),
        ("x" * 101, "x" * 99 + "…"),
        ("%1B%5B31m", "[31m"),
        ("+", ""),
        ("", ""),
    ],
)
def test_the_name_of_an_event_is_cleaned_and_short(raw: str, name: str) -> None:
    assert pixel_event(raw) == name
