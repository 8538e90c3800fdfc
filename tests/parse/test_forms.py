# SPDX-License-Identifier: GPL-3.0-or-later
"""What is looked up in SQL, or once for many values, comes to what Python says of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

import crawleruseragents
import pytest
import user_agents.parsers
from crawlerdetect.providers.crawlers import data as crawlers
from crawlerdetect.providers.exclusions import data as exclusions
from hypothesis import given, settings
from hypothesis import strategies as st
from ua_parser.loaders import load_lazy_builtins

from loganalytics import engine
from loganalytics.data import rows
from loganalytics.model import Referrer
from loganalytics.parse import agents, bots
from loganalytics.parse.referrers import ReferrerLookup
from loganalytics.parse.targets import TargetLookup
from tests.parse.digits import reads_build

REFERRERS = ReferrerLookup()
TARGETS = TargetLookup("/pixel.gif", ())
AGENTS = agents.AgentLookup()


@pytest.fixture(scope="module")
def memory() -> Iterator[engine.Connection]:
    with engine.memory(memory_limit="500MB") as connection:
        for name in ("types", "macros", "tables"):
            connection.run(f"parse/{name}")
        connection.run("parse/add_listed_ends", listed=REFERRERS.listed_ends())
        yield connection


def make_fresh(memory: engine.Connection, values: list[str]) -> None:
    """What a chunk brought that was not looked up yet."""
    memory._raw.execute(
        "create or replace temp table fresh as select unnest($values) as value", {"values": values}
    )


def plain(memory: engine.Connection, columns: str) -> list[tuple[Any, ...]]:
    """What SQL says of the values it takes for plain."""
    found: list[tuple[Any, ...]] = memory._raw.execute(
        f"select value, {columns} from plain where path is not null"
    ).fetchall()
    return found


# Digits, and pieces that patterns of the lists and of cleaning are made of.
_PIECES = st.sampled_from(
    [*"/.-_:%@#?\\\"' +~=", "a", "B", "0", "7", "12", "2024", "123456789", "192.0.2.7", "1.2.3"]
    + ["deadbeef" * 4, "x" * 23, "x" * 24, "api", "_", ".well-known", "favicon.ico", "robots.txt"]
    + [".png", ".PDF", ".js", ".html", "%2F", "%40", "é", "\x01", "name@site.example", "..", "//"]
    + [";jsessionid=", ";v=2"]
)
PATHS = st.lists(_PIECES, max_size=8).map("".join)
HOSTS = st.lists(
    st.sampled_from(
        [
            "www",
            "mail",
            "google",
            "com",
            "co",
            "uk",
            "ck",
            "jp",
            "kawasaki",
            "bing",
            "a1",
            "blog",
            "site",
        ]
        + ["example", "127", "github", "io", "x" * 24, "ec2-203-0-113-9", "de", "t", "news", ""]
    ),
    min_size=1,
    max_size=4,
).map(".".join)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PATHS.map("/{}".format), min_size=1, max_size=20, unique=True),
    st.lists(PATHS.map("/{}".format) | st.sampled_from(["/a", "/a/", "*/", "/*.js"]), max_size=2),
)
def test_a_plain_path_is_what_python_says(
    memory: engine.Connection, paths: list[str], exclude: list[str]
) -> None:
    lookup = TargetLookup("/a/pixel.gif", exclude)
    targets = [path for path in paths if "?" not in path] or ["/"]
    make_fresh(memory, targets)
    memory.run("parse/plain_targets", **lookup.plain())
    for target, kind, path in plain(memory, "kind, path"):
        (said,) = lookup.lookup([target])
        assert said.page == said.path
        assert path == lookup.shown(said.path)
        assert {"page": "pageview"}.get(said.kind, said.kind) == kind
        assert lookup.kind(path) == said.kind
    if exclude:  # of which SQL knows nothing, it takes no path for plain
        assert plain(memory, "kind") == []


def test_paths_without_anything_special_are_plain(memory: engine.Connection) -> None:
    paths = ["/", "/a/b.html", "/x/7.PNG", "/api/x", "/a.pdf", "/robots.txt", "/p.gif", "/2024/01/"]
    kinds = ["pageview", "pageview", "asset", "excluded", "download", "asset", "pixel", "pageview"]
    make_fresh(memory, paths)
    memory.run("parse/plain_targets", **TargetLookup("/p.gif", ()).plain())
    assert dict(plain(memory, "kind")) == dict(zip(paths, kinds, strict=True))
    assert memory.run("parse/odd") == []
    # Patterns of the user are Python's.
    memory.run("parse/plain_targets", **TargetLookup("/p.gif", ["/a*"]).plain())
    assert memory.run("parse/odd") == [(path,) for path in paths]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["https://", "http://", "HTTPS://", "//", ""]), HOSTS, PATHS)
        .map("".join)
        .map(lambda url: re.split(r"[?#]", url)[0]),
        min_size=1,
        max_size=20,
        unique=True,
    )
)
def test_a_plain_referrer_is_what_python_says(memory: engine.Connection, urls: list[str]) -> None:
    make_fresh(memory, urls)
    memory.run("parse/plain_headers", **TARGETS.plain())
    memory.run("parse/add_plain_paths", first=1)
    memory.run("parse/add_plain_headers", first=1)
    memory.run("parse/add_plain_header_texts", first=1, after=1 + len(urls))
    raw = memory._raw
    found = raw.execute(
        "select header, text, referrer, host, source, channel, path, page, kind "
        "from headers join header_texts using (header_id) join paths using (path_id)"
    ).fetchall()
    assert len(found) == len(plain(memory, "path"))
    raw.execute("truncate headers; truncate header_texts; truncate paths")
    for header, text, referrer, host, source, channel, path, page, kind in found:
        (said,) = REFERRERS.lookup([header])
        assert said == Referrer(referrer, host, source, channel), header
        assert (text, page) == (header, path)
        assert (path, kind) == (TARGETS.page(header), TARGETS.kind(path))


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://site7.example/a/b", True),
        ("http://www.site.example", True),
        ("http://mail.site.example/", False),  # its channel is another
        ("https://site.com/x.html", True),
        ("https://google.com/", False),  # known to a list
        ("https://site.co.uk/", False),  # a public suffix of two labels
        ("https://a.b.ck/", False),  # any first label is a public suffix
        ("https://de.search.example/a%20b", False),
        ("https://192.0.2.1/", False),
        ("https://site.com/a;jsessionid=1", False),
        ("https://site.example:8080/", False),
    ],
)
def test_which_referrers_are_plain(memory: engine.Connection, url: str, plain: bool) -> None:
    make_fresh(memory, [url])
    memory.run("parse/plain_headers", **TARGETS.plain())
    assert (memory.run("parse/odd") == []) is plain


def form_of(memory: engine.Connection, *texts: str) -> dict[str, str]:
    make_fresh(memory, list(texts))
    memory.run("parse/agent_forms")
    return dict(memory._raw.execute("select agent, form from forms").fetchall())


def test_a_form_has_zeros_for_the_build_of_chrome_alone(memory: engine.Connection) -> None:
    before, after = "X/1.2.3.4 Chrome/128.1.", " Safari/537.36 Edg/1.2.3.4"
    same = [
        "Chrome/128.0.1.2 x",  # not within the agent
        "X Chrome/128.0.1 x",
        "X Chrome/128.0.1.2.3 x",
        "X Chrome/128.0.1.2; x",
        "X Chrome/128.0.1.2 Chrome/128.0.1.2 x",
        r"X\x22 Chrome/128.0.1.2 x",
        "HbbTV/1.2.1 (; LG Chrome/128.0.1.2 x",
        "é Chrome/128.0.1.2 x",
    ]
    forms = form_of(memory, f"{before}67.890{after}", "X Chrome/1.2.3.4", *same)
    assert forms == {
        f"{before}67.890{after}": f"{before}00.000{after}",
        "X Chrome/1.2.3.4": "X Chrome/1.2.0.0",
        **{text: text for text in same},
    }


_AGENT_PIECES = st.sampled_from(
    ["Mozilla/5.0", "(X11; Linux x86_64)", "(Linux; Android 10; K)", "AppleWebKit/537.36", "Mobile"]
    + ["(KHTML, like Gecko)", "Safari/537.36", "Edg/128.0.1.2", "OPR/9.8.7.6", "CUBOT", "bot/1.0"]
    + ["Version/4.0", "SamsungBrowser/20.0", "(iPhone; CPU iPhone OS 17_1 like Mac OS X)", "Silk"]
    + ["Googlebot/2.1", "GSA/1.2.3.4", "HeadlessChrome/1.2.3.4", "YaBrowser/24.1.2.3", "Spider"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(_AGENT_PIECES, max_size=5),
    st.from_regex(r"\A[0-9]{1,3}\.[0-9]{1,2}\.[0-9]{1,4}\.[0-9]{1,4}\Z"),
    st.lists(_AGENT_PIECES, max_size=4),
)
def test_agents_of_one_form_are_one_agent(
    memory: engine.Connection, before: list[str], version: str, after: list[str]
) -> None:
    agent = " ".join([*before, f"Chrome/{version}", *after])
    form = form_of(memory, agent)[agent]
    assert AGENTS.is_doubtful(form) or AGENTS.lookup([agent]) == AGENTS.lookup([form])


def test_what_crawlerdetect_names_is_looked_up_as_it_is() -> None:
    assert AGENTS.is_doubtful("Mozilla/5.0 (Linux; CUBOT) Chrome/99.0.0000.00 Safari/537.36")
    assert not AGENTS.is_doubtful("Mozilla/5.0 (X11; Linux) Chrome/99.0.0000.00 Safari/537.36")


def test_no_list_reads_the_build_of_chrome() -> None:
    listed = [entry["pattern"] for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA]
    own = [f"(?i){pattern}" for _, _, pattern in rows("bots.tsv")]
    named = [bots._PRODUCT.pattern, bots._CALL.pattern]
    patterns = [p for p in [*listed, *own, *bots._NO_BROWSER, *named] if p not in bots._LEFT_OUT]
    assert [p for p in patterns if reads_build(p)] == []
    assert [p for p in crawlers if reads_build(p, fold=True, lower=True)] == []
    browsers, systems, devices = cast(Any, load_lazy_builtins())
    read = []
    for rule in (*browsers, *systems):
        family = bots._family(rule)  # where the family is free text, it is not read
        used = {int(n) for n in re.findall(r"\$(\d)", f"{family}{rule.major}")}
        used |= {1} if family is None else set()
        used |= {2} if rule.major is None else set()
        if reads_build(rule.regex, groups=frozenset(used)):
            read.append(rule.regex)
    # Agents of televisions have no form.
    assert [pattern for pattern in read if not pattern.startswith("HbbTV/")] == []
    # Some that may end with '1.0' end with a slash as well, and so before the version.
    slash = r"(.{1,200}?)(?:[/;\)]|Build|MIUI|1\.0)"
    read = [
        device.regex
        for device in devices
        if not device.regex.startswith("HbbTV/")
        and reads_build(device.regex.removesuffix(slash), fold=device.regex_flag == "i")
    ]
    assert read == []
    # What is captured of a device is only compared with names, none of which has a digit.
    names = user_agents.parsers.TABLET_DEVICE_FAMILIES + user_agents.parsers.MOBILE_DEVICE_FAMILIES
    assert not re.search(r"\d", "".join(names))
    assert exclusions  # asked of doubtful forms only


@pytest.mark.parametrize(
    ("pattern", "reads"),
    [
        (r"Chrome/\d+\.\d+\.\d+\.\d+", False),
        (r"Chrome/[\d.]+ Safari", False),
        (r"Chrome/1\d\d\.0\.", False),
        (r"^Chrome/1", False),
        (r"Chrome/\d+\.0\.0\.0", True),
        (r"Chrome/\d+\.\d+\.7", True),
        (r"\.12[0-5] Safari", True),
        (r"Windows NT 6\.1", False),
        (r"360", True),
        (r"x(?=7)", True),
    ],
)
def test_a_pattern_that_reads_it_is_found(pattern: str, reads: bool) -> None:
    assert reads_build(pattern) is reads
    assert reads_build(pattern.replace("Chrome", "chrome"), lower=True) is reads


def test_a_captured_build_is_found() -> None:
    assert reads_build(r"Chrome/(\d+)\.(\d+)\.(\d+)", groups=frozenset([3]))
    assert not reads_build(r"Chrome/(\d+)\.(\d+)\.(\d+)", groups=frozenset([1, 2]))
