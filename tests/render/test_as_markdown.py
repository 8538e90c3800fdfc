# SPDX-License-Identifier: GPL-3.0-or-later
"""Markdown is read back by a parser of its own, HTML allowed, so that what acts is seen to act."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from loganalytics.model_report import Column, Kind, Section
from loganalytics.render import as_markdown
from loganalytics.render.cells import cell
from tests.render.sample import BEFORE, COMPARED, EARLIER, EMPTY, PAGES, SUMMARY, TIMELINE, report

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = (
    "a|b",
    "|",
    "||",
    r"a\|b",
    "a\\\\|b\\",
    "\\",
    "`",
    "``|`",
    "` a `",
    " a ",
    "<script>alert(1)</script>",
    "<!-- x",
    "&lt;b&gt;",
    "[a](https://evil.example)",
    "![a](https://evil.example/a.png)",
    "<https://evil.example>",
    "https://evil.example/",
    "www.evil.example",
    "me@evil.example",
    "@everyone",
    "#1",
    "GH-1",
    "**a** _b_ ~~c~~",
    "# heading",
    "---",
    ":smile:",
    "$x$",
    "a\nb\r\n| c |",
    "\x1b[31m\u202e",
    "1. a",
    "0123456789abcdef0123456789abcdef01234567",
)


def tokens(text: str) -> list[Token]:
    """All tokens, those inside of lines too."""
    return [each for token in PARSER.parse(text) for each in (token, *(token.children or ()))]


def tables(text: str) -> list[list[list[str]]]:
    """The tables of a Markdown text: rows of cells as they are read."""
    found: list[list[list[str]]] = []
    for token in PARSER.parse(text):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and found and found[-1] and token.level > 3:
            inside = (child.content for child in token.children or ())
            found[-1][-1].append("".join(inside))
    return found


def page(*texts: str) -> Section:
    """A section of these paths."""
    return replace(PAGES, rows=tuple((text, text, 1, 0.5, None) for text in texts))


def test_it_reads_like_this() -> None:
    text = as_markdown.dumps(report(BEFORE, COMPARED, EMPTY, compared=EARLIER, notes=("Wide.",)))
    assert text == (
        "# 2026-10-01 to 2026-10-10 · 10 days\n\n"
        "compared with 2026-09-21 to 2026-09-30 · 10 days · Europe/Berlin · `my.duckdb`"
        " · site `a.example`, `b.example`\n\n"
        "Wide.\n\n"
        "## Summary\n\n"
        "|  | now | before | change |\n"
        "| --- | ---: | ---: | ---: |\n"
        "| Pageviews | 16,460 | 0 | new |\n"
        "| Bounce rate | 50.0% | - | - |\n\n"
        "| until 14:00 | today | yesterday | change |\n"
        "| --- | ---: | ---: | ---: |\n"
        "| Pageviews | 3 | 4 | -25% |\n\n"
        "## Sources\n\n"
        "| Source | Visits | Before | Change | Share |\n"
        "| --- | ---: | ---: | ---: | ---: |\n"
        "| Google | 12 | 8 | +50% | 75.0% |\n"
        "| GitHub | 4 | 0 | new | 25.0% |\n"
        "| Bing | 0 | 3 | gone | 0.0% |\n\n"
        "Nothing in this range: Bots.\n"
    )


def test_what_was_left_out_and_notes_stand_below_their_table() -> None:
    text = as_markdown.dumps(report(SUMMARY, TIMELINE, PAGES))
    assert "| Pageviews | 16,460 |\n" in text
    assert "\n\nThe 5 days before are empty.\n" in text
    assert text.endswith("\n\n… 3 more\n\nA note.\n")


def test_a_report_of_nothing_says_why() -> None:
    assert as_markdown.dumps(report(empty="no data")).endswith("\n\nno data\n")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_from_a_log_breaks_out_of_its_cell_or_acts(hostile: str) -> None:
    text = as_markdown.dumps(report(page(hostile, "/after")))
    acting = {"link_open", "image", "html_inline", "html_block", "strong_open", "em_open", "s_open"}
    assert not acting & {token.type for token in tokens(text)}
    (rows,) = tables(text)
    expected = cell(hostile, Kind.PATH)
    assert rows[1:] == [
        [expected, expected, "1", "50.0%", "-"],
        ["/after", "/after", "1", "50.0%", "-"],
    ]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_github_makes_links_of_stands_in_code(hostile: str) -> None:
    # Links without brackets, mentions and emoji are found in the text, escaped or not.
    text = as_markdown.dumps(report(page(hostile)))
    plain = "".join(token.content for token in tokens(text) if token.type == "text")
    assert not any(sign in plain for sign in ("www.", "//evil", "@", "#1", "GH-", "smile", "$x"))
    assert "0123456789abcdef" not in plain


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_is_one_cell_that_shows_just_it(text: str) -> None:
    (rows,) = tables(as_markdown.dumps(report(page(text))))
    assert rows[1] == [cell(text, Kind.PATH), cell(text, Kind.PATH), "1", "50.0%", "-"]


@given(st.text("`\\| a<", max_size=12))
def test_ticks_backslashes_pipes_and_blanks_are_kept(text: str) -> None:
    (rows,) = tables(as_markdown.dumps(report(page(text))))
    assert rows[1][0] == cell(text, Kind.PATH)


def test_words_stand_as_they_are_and_all_else_is_code() -> None:
    texts = ("Hacker News", "Chrome 153", "iOS 17.4", "(private)", "2026-10-12 Mon", "a.example")
    section = Section(
        "browsers", "", (Column("browser", "Browser", Kind.TEXT),), tuple((text,) for text in texts)
    )
    lines = as_markdown.dumps(report(section)).splitlines()
    assert [line[2:-2] for line in lines if line.startswith("| ")][2:] == [
        *texts[:-1],
        "`a.example`",
    ]


def test_the_place_of_the_database_and_the_sites_are_data_too() -> None:
    hostile = "[x](https://evil.example)|<b>"
    found = replace(report(PAGES), database=hostile, sites=(hostile,), path=hostile)
    text = as_markdown.dumps(found)
    assert not {"link_open", "html_inline"} & {token.type for token in tokens(text)}
    assert as_markdown.text(hostile) != hostile
    quiet = as_markdown.dumps(report(empty=f"no page matches {hostile}"))
    assert not {"link_open", "html_inline"} & {token.type for token in tokens(quiet)}
