# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from loganalytics.model_report import Column, Kind, Report, Section, Value
from loganalytics.render.page import document
from loganalytics.render.page.values import change
from tests.pages import Node, read, rows, structure
from tests.render.sample import BERLIN, EMPTY, PAGES, SUMMARY, TIMELINE, report

HOSTILE = (
    "<script>document.title='pwned'</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></script></title></textarea><svg onload=alert(1)>",
    "<!-- ]]> -->",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;amp;",
    "$body ${style} {{7*7}}",
    "\u202egnp.exe\x00\x1b[31m\ud800",
    "x" * 5000,
)


def with_texts(text: Callable[[int], str]) -> Report:
    """A report that has a text of another kind in every place where one may stand."""
    names = ("path", "title", "site", "referrer", "country", "bot", "label")
    kinds = (Kind.PATH, Kind.TITLE, *[Kind.TEXT] * 5)
    columns = tuple(Column(*each) for each in zip(names, names, kinds, strict=True))
    body = tuple(
        (*(text(number + column) for column in range(7)), 20 - number) for number in range(15)
    )
    everything = Section(
        "pages", "Pages", (*columns, Column("hits", "Hits", Kind.COUNT)), body, "hits", 3
    )
    noted = replace(PAGES, name="sources", notes=tuple(map(text, range(10))))
    slices = tuple((row[0], text(n - 4), row[2]) for n, row in enumerate(TIMELINE.rows))
    return replace(
        report(SUMMARY, replace(TIMELINE, rows=slices), everything, noted, EMPTY),
        database=text(0).replace("/", "."),
        timezone=text(1),
        sites=tuple(map(text, range(10))),
        path=text(3),
        notes=tuple(map(text, range(10))),
    )


def test_hostile_texts_leave_the_page_as_it_is() -> None:
    hostile = document.dumps(with_texts(lambda number: HOSTILE[number % len(HOSTILE)]))
    assert structure(hostile) == structure(document.dumps(with_texts(lambda _: "harmless")))
    text = read(hostile).text()
    for each in HOSTILE[:8]:
        assert each in text
    assert "�gnp.exe��[31m�" in text
    assert set(hostile) & set("\u202e\x00\x1b\ud800") == set()


def test_no_element_acts_and_no_address_leads_out() -> None:
    page = document.dumps(with_texts(lambda number: HOSTILE[number % len(HOSTILE)]))
    for node in read(page).all():
        assert not [name for name in node.attributes if name.startswith(("on", "style", "src"))]
        assert node.tag not in ("a", "link") or re.match("#|data:", node.attributes["href"] or "")
        assert node.tag not in ("img", "iframe", "object", "embed", "form", "base")
    assert "://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "@import" not in page
    assert "url(" not in page


def test_the_policy_allows_this_style_and_this_script_by_their_hashes_and_nothing_else() -> None:
    tree = read(document.dumps(report()))
    (style,), (script,) = tree.all("style"), tree.all("script")
    (policy,) = (
        node.attributes["content"]
        for node in tree.all("meta")
        if node.attributes.get("http-equiv") == "Content-Security-Policy"
    )

    def hashed(node: Node) -> str:
        return b64encode(sha256(node.text().encode()).digest()).decode()

    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashed(style)}';"
        f" script-src 'sha256-{hashed(script)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    head = [node.tag for node in tree.all() if node.tag in ("meta", "link", "style", "script")]
    assert head.index("style") > 1  # nothing stands before the policy but the character set
    assert list(tree.all("meta"))[1].attributes["content"] == policy


def test_every_table_and_heading_says_what_it_is() -> None:
    tree = read(document.dumps(report()))
    assert next(tree.all("html")).attributes["lang"] == "en"
    levels = [int(node.tag[1]) for node in tree.all() if re.fullmatch("h[1-6]", node.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in tree.all("table"):
        assert next(table.all("caption")).text()
        for head in table.all("th"):
            assert head.attributes["scope"] in ("col", "row")
        assert len({len(list(row.children)) for row in table.all("tr")}) == 1
    ids = [node.attributes["id"] for node in tree.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    named = (node.attributes.get("aria-labelledby") for node in tree.all())
    links = (node.attributes["href"] for node in tree.all("a"))
    assert {*filter(None, named), *(str(link)[1:] for link in links)} <= set(ids)


def test_every_number_has_its_definition_one_click_away() -> None:
    tree = read(document.dumps(report()))
    buttons = list(tree.all("button"))
    assert {"Pageviews", "Bounce rate", "Share"} <= {button.text() for button in buttons}
    for button in buttons:
        entry = tree.by_id(str(button.attributes["popovertarget"]))
        assert "popover" in entry.attributes
        assert len(entry.text()) > 20
        assert button.attributes["type"] == "button"
    (bounces,) = (b for b in buttons if b.text() == "Bounces")
    assert "bounces / visits" in tree.by_id(str(bounces.attributes["popovertarget"])).text()


def test_the_summary_is_tiles_with_the_latest_day() -> None:
    summary = read(document.dumps(report())).by_id("summary")
    tiles = [tile.text() for tile in next(summary.all("dl")).children if isinstance(tile, Node)]
    assert tiles == ["Pageviews16,460today 3 ▼ -25%", "Bounce rate-"]
    assert rows(read(document.dumps(report())), "summary") == [["Pageviews", "3", "4", "▼ -25%"]]


def test_a_day_that_is_not_in_the_range_is_not_in_the_tiles() -> None:
    earlier = replace(report(), end=datetime(2026, 10, 10, tzinfo=BERLIN))
    tile = next(read(document.dumps(earlier)).by_id("summary").all("dl")).text()
    assert "today" not in tile


def test_a_section_is_a_table_with_bars_and_says_what_is_left_out() -> None:
    tree = read(document.dumps(report(PAGES)))
    first, second = rows(tree, "pages")
    assert first[1:] == ["12,345", "75.0%", "-"]
    assert second[0] == "=cmd()"
    assert first[0].startswith("/long/long/")
    assert first[0].endswith("/end[bold]�[31m=1+1��2J")
    heads = [row.attributes.get("class") for row in tree.by_id("pages").all("th")][-2:]
    assert heads == ["b100", "b33"]
    assert "3 more are not on this page." in tree.by_id("pages").text()
    assert "A note." in tree.by_id("pages").text()


def long(count: int, columns: int = 1) -> Section:
    kinds = tuple(Column(f"c{n}", f"C{n}", Kind.COUNT) for n in range(columns))
    body = tuple((f"/{n}", *[count - n] * columns) for n in range(count))
    return Section("pages", "Pages", (Column("path", "Path", Kind.PATH), *kinds), body, "c0")


def test_ten_rows_are_shown_and_the_others_wait_for_a_switch() -> None:
    tree = read(document.dumps(report(long(12))))
    first, rest = tree.by_id("pages").all("tbody")
    assert (len(first.children), len(rest.children)) == (10, 2)
    assert rest.attributes["class"] == "rest"
    assert next(tree.by_id("pages").all("label")).text() == "Show all 12 rows"
    assert not list(read(document.dumps(report(long(10)))).by_id("pages").all("label"))


def test_a_page_stays_small_whatever_it_holds_and_counts_what_it_leaves_out() -> None:
    # Texts that are as long as they get, of characters that five others are written for.
    mean = tuple(
        (f"{n}{'&' * 2000}", '"' * 500, "'" * 200, 900 - n, None, None, None) for n in range(900)
    )
    columns = (
        Column("path", "Path", Kind.PATH),
        Column("title", "Title", Kind.TITLE),
        Column("site", "Site", Kind.TEXT),
        *(Column(name, name, Kind.COUNT) for name in ("hits", "visits", "entries", "exits")),
    )
    sections = tuple(Section(f"s{n}", "S", columns, mean, "hits", more=5) for n in range(20))
    found = replace(report(*sections), sites=("&" * 300,) * 5000, path="&" * 3000)
    page = document.dumps(found)
    assert len(page.encode()) < 400_000
    tree = read(page)
    shown = len(rows(tree, "s0"))
    assert 1 <= shown < 100
    assert f"{905 - shown} more are not on this page." in tree.by_id("s0").text()
    # Rows that were asked for by number are all there.
    assert len(rows(read(document.dumps(found, whole=True)), "s0")) == 900


def slices(count: int, unit: timedelta) -> Section:
    start = datetime(2020, 1, 1, tzinfo=BERLIN)
    columns = (
        *TIMELINE.columns,
        Column("visits", "Visits", Kind.COUNT),
        Column("visitors", "Visitors", Kind.COUNT),
    )
    body = tuple((start + n * unit, f"slice {n}", n + 2, 1, 1) for n in range(count))
    return replace(TIMELINE, columns=columns, rows=body)


def test_a_slice_is_a_bar_and_a_row() -> None:
    tree = read(document.dumps(report(slices(365, timedelta(days=1)))))
    titles = [title.text() for title in tree.by_id("timeline").all("title")]
    assert len(titles) == 365
    assert titles[1] == "slice 1: 3 pageviews, 1 visit, 1 visitor"
    assert len(rows(tree, "timeline")) == 365


def test_slices_that_are_too_many_for_bars_are_drawn_together_and_the_page_says_so() -> None:
    hours = replace(report(slices(10_000, timedelta(hours=1))), unit="hour")
    page = document.dumps(hours)
    tree = read(page)
    titles = [title.text() for title in tree.by_id("timeline").all("title")]
    # 10,000 hours in at most 400 bars are bars of two days: 208 of them and one third.
    assert len(titles) == 209
    # 48 slices of 2 to 49 pageviews.
    assert titles[0] == "slice 0 to slice 47: 1,224 pageviews, 48 visits, 48 visitors"
    text = tree.by_id("timeline").text()
    assert "Each bar is 48 hours." in text
    assert "The 9,600 hours before are not in this table." in text
    assert rows(tree, "timeline")[-1][:2] == ["slice 9999", "10,001"]
    assert len(page.encode()) < 400_000


def test_a_country_has_its_name() -> None:
    columns = (Column("country", "Country", Kind.TEXT), Column("visits", "Visits", Kind.COUNT))
    body = tuple((code, 5) for code in ("DE", "CI", "(private)", "QQ"))
    tree = read(document.dumps(report(Section("countries", "Countries", columns, body, "visits"))))
    assert [row[0] for row in rows(tree, "countries")] == [
        *("Germany DE", "Côte d’Ivoire CI", "(private)", "QQ"),
    ]


def test_names_of_countries_are_complete() -> None:
    text = (files("loganalytics.data") / "countries.tsv").read_text(encoding="utf-8")
    codes = [line.split("\t")[0] for line in text.splitlines()]
    # 249 codes of ISO 3166-1, Kosovo's, and the European Union's, which registries use.
    assert len(set(codes)) == len(codes) == 251
    assert all(re.fullmatch("[A-Z]{2}\t[^\t]+", line) for line in text.splitlines())


@pytest.mark.parametrize(
    ("value", "name", "html"),
    [
        (
            0.25,
            "visits",
            '<span class="up good"><span aria-hidden="true">▲</span> +25%</span>',
        ),
        (
            -0.5,
            "visits_change",
            '<span class="down bad"><span aria-hidden="true">▼</span> -50%</span>',
        ),
        (
            -0.5,
            "bounce_rate",
            '<span class="down good"><span aria-hidden="true">▼</span> -50%</span>',
        ),
        (0.5, "hits", '<span class="up"><span aria-hidden="true">▲</span> +50%</span>'),
        (0.0, "visits", '<span class="same">±0%</span>'),
        (None, "visits", '<span class="same">-</span>'),
    ],
)
def test_a_change_has_an_arrow_and_a_sign_and_not_colour_alone(
    value: Value, name: str, html: str
) -> None:
    assert change(value, name) == html


def test_a_column_of_changes_stands_beside_its_number() -> None:
    columns = (
        Column("source", "Source", Kind.TEXT),
        Column("visits", "Visits", Kind.COUNT),
        Column("visits_change", "Change", Kind.CHANGE),
    )
    single = replace(
        SUMMARY,
        columns=(
            SUMMARY.columns[0],
            Column("pageviews_before", "", Kind.COUNT),
            Column("pageviews_change", "Change", Kind.CHANGE),
        ),
        rows=((20, 25, -0.2),),
        inner=(),
    )
    found = Section("sources", "Sources", columns, (("Google", 5, 0.25),), "visits")
    tree = read(document.dumps(report(single, found)))
    assert rows(tree, "sources") == [["Google", "5", "▲ +25%"]]
    (tile,) = next(tree.by_id("summary").all("dl")).children
    assert isinstance(tile, Node)
    assert tile.text() == "Pageviews20▼ -20% from 25"


def test_a_report_of_nothing_says_why() -> None:
    main = next(read(document.dumps(report(empty="no data from here"))).all("main"))
    assert main.text() == "No data from here"


def test_the_heading_names_site_range_zone_and_what_is_to_be_known() -> None:
    head = next(read(document.dumps(report(notes=("Wide.",)))).all("header")).text()
    for each in (
        *("All sites", "2026-10-01 Thu to 2026-10-10 Sat, 10 days", "time zone Europe/Berlin"),
        *("2 sites: a.example, b.example", "my.duckdb", "Wide."),
    ):
        assert each in head
    one = replace(report(), sites=("a.example",))
    assert next(read(document.dumps(one)).all("title")).text() == (
        "a.example: 2026-10-01 Thu to 2026-10-10 Sat, 10 days"
    )
    quiet = read(document.dumps(report())).text()
    assert "Nothing in this range: Bots." in quiet


def test_it_can_be_written_in_ascii() -> None:
    page = document.dumps(report(), ascii_only=True)
    assert page.isascii()
    assert read(page).text() == read(document.dumps(report())).text()


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def themes() -> list[Any]:
    css = (files("loganalytics.render.page") / "page.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.+?)\}", css, re.DOTALL)
    assert len(blocks) == 3
    return [dict(re.findall(r"--(\w+): (#\w+)", block)) for block in blocks]


@pytest.mark.parametrize("theme", themes(), ids=("light", "dark", "print"))
def test_every_text_stands_out_from_its_ground(theme: dict[str, str]) -> None:
    for text in ("text", "quiet", "accent", "good", "bad"):
        for ground in ("ground", "card", "bar"):
            if ground == "bar" and text not in ("text", "quiet"):
                continue
            high, low = sorted((luminance(theme[text]), luminance(theme[ground])), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{text} on {ground}"


def test_the_days_of_a_range_of_hours_are_told() -> None:
    hours = replace(
        report(),
        start=datetime(2026, 10, 1, 6, tzinfo=BERLIN),
        end=datetime(2026, 10, 1, 18, tzinfo=BERLIN),
    )
    head = next(read(document.dumps(hours)).all("header")).text()
    assert "2026-10-01 Thu 06:00 to 2026-10-01 Thu 18:00" in head
    assert "visitors (daily)" not in head
    day = replace(report(), end=datetime(2026, 10, 2, tzinfo=BERLIN))
    assert "2026-10-01 Thu" in next(read(document.dumps(day)).all("header")).text()
    assert date(2026, 10, 1).strftime("%a") == "Thu"
