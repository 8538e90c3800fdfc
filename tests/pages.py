# SPDX-License-Identifier: GPL-3.0-or-later
"""An HTML page read strictly, as a tree: what is not closed, or closed twice, fails the test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "link", "meta"}


@dataclass
class Node:
    """An element. Its children are elements and texts."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def all(self, tag: str = "") -> Iterator[Node]:
        """The elements inside, in the order of the page."""
        for child in self.children:
            if isinstance(child, Node):
                if tag in ("", child.tag):
                    yield child
                yield from child.all(tag)

    def text(self) -> str:
        """All text inside."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def by_id(self, name: str) -> Node:
        (found,) = (node for node in self.all() if node.attributes.get("id") == name)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"{tag}: an attribute twice"
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"{tag}: an attribute twice"
        self.open[-1].children.append(Node(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def handle_pi(self, data: str) -> None:
        raise AssertionError("a processing instruction")


def read(page: str) -> Node:
    """The tree of a page."""
    assert page.startswith("<!doctype html>\n")
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == [reader.root], "not closed"
    return reader.root


def structure(page: str) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every element with its attributes; of those that hold a text, only that they are there."""
    return [
        (
            node.tag,
            tuple(
                (name, "" if name in ("aria-label", "content") else value or "")
                for name, value in node.attributes.items()
            ),
        )
        for node in read(page).all()
    ]


def rows(page: Node, section: str) -> list[list[str]]:
    """The texts of the cells of a section's table, row by row."""
    return [
        [cell.text() for cell in row.children if isinstance(cell, Node)]
        for body in page.by_id(section).all("tbody")
        for row in body.all("tr")
    ]
