# SPDX-License-Identifier: GPL-3.0-or-later
"""Which patterns can tell one digit of a build number from another.

The digits meant are those of the third and fourth part of a version that is written ' Chrome/' and
stands before a space or the end. A pattern is taken for an automaton that accepts at least what it
matches (anchors but for a first `^`, word borders and upper bounds are left out), and is walked
together with the texts that hold such a version. What cannot be reached so cannot happen in any
agent.
"""

from __future__ import annotations

import re._constants as codes
import re._parser as parser
from dataclasses import dataclass, field
from typing import Any

_ALL = frozenset(range(32, 127))
_DIGITS = frozenset(b"0123456789")
_LETTERS = frozenset(c for c in _ALL if chr(c).isalpha())
_CATEGORIES = {
    codes.CATEGORY_DIGIT: _DIGITS,
    codes.CATEGORY_NOT_DIGIT: _ALL - _DIGITS,
    codes.CATEGORY_SPACE: frozenset(b" "),
    codes.CATEGORY_NOT_SPACE: _ALL - frozenset(b" "),
    codes.CATEGORY_WORD: _DIGITS | _LETTERS | frozenset(b"_"),
    codes.CATEGORY_NOT_WORD: _ALL - _DIGITS - _LETTERS - frozenset(b"_"),
}
# Texts: states from 0 on, each with what leads on. 'b' is a digit of the build or its dot.
_Step = tuple[frozenset[int], int, bool]


def _texts(product: str) -> list[list[_Step]]:
    steps: list[list[_Step]] = [[(_ALL, 0, False)]]
    for char in product:
        steps[-1].append((frozenset(char.encode()), len(steps), False))
        steps.append([])
    dot = frozenset(b".")
    for part in range(4):
        build = part >= 2
        steps[-1].append((_DIGITS, len(steps), build))
        steps.append([(_DIGITS, len(steps), build)])
        if part < 3:
            steps[-1].append((dot, len(steps), build and part == 2))
            steps.append([])
    steps[-1].append((frozenset(b" "), len(steps), False))
    steps.append([(_ALL, len(steps), False)])
    return steps


@dataclass
class _Automaton:
    moves: list[list[tuple[frozenset[int], int, frozenset[int]]]] = field(default_factory=list)
    empty: list[list[int]] = field(default_factory=list)

    def state(self) -> int:
        self.moves.append([])
        self.empty.append([])
        return len(self.moves) - 1

    def add(self, items: Any, at: int, groups: frozenset[int], fold: bool) -> int:
        for op, value in items:
            at = self._add(op, value, at, groups, fold)
        return at

    def _add(self, op: Any, value: Any, at: int, groups: frozenset[int], fold: bool) -> int:
        if op in (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY):
            end = self.state()
            self.moves[at].append((_chars(op, value, fold), end, groups))
            return end
        if op is codes.BRANCH:
            end = self.state()
            for branch in value[1]:
                self.empty[self.add(branch, self._fork(at), groups, fold)].append(end)
            return end
        if op is codes.SUBPATTERN:
            number, on, off, inner = value
            folded = (fold or bool(on & 2)) and not off & 2
            return self.add(inner, at, groups | {number} if number else groups, folded)
        if op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            least, most, inner = value
            for _ in range(least):
                at = self.add(inner, at, groups, fold)
            if most == least:
                return at
            begin, end = self._fork(at), self.state()
            last = self.add(inner, begin, groups, fold)
            self.empty[begin].append(end)
            self.empty[last].append(begin if most > least + 1 else end)
            return end
        if op is codes.ATOMIC_GROUP:
            return self.add(value, at, groups, fold)
        assert op in (codes.AT, codes.ASSERT, codes.ASSERT_NOT), op
        return at

    def _fork(self, at: int) -> int:
        new = self.state()
        self.empty[at].append(new)
        return new


def _chars(op: Any, value: Any, fold: bool) -> frozenset[int]:
    if op is codes.ANY:
        return _ALL
    if op is codes.LITERAL:
        found = {value}
    elif op is codes.NOT_LITERAL:
        return _ALL - _chars(codes.LITERAL, value, fold)
    else:
        found, negated = set(), False
        for kind, what in value:
            if kind is codes.NEGATE:
                negated = True
            elif kind is codes.LITERAL:
                found.add(what)
            elif kind is codes.RANGE:
                found.update(range(what[0], min(what[1], 126) + 1))
            else:
                found |= _CATEGORIES[what]
        if fold:
            found |= {
                ord(c) for f in found for c in (chr(f).lower(), chr(f).upper()) if len(c) == 1
            }
        return _ALL - found if negated else _ALL & found
    if fold:
        found |= {ord(c) for f in found for c in (chr(f).lower(), chr(f).upper()) if len(c) == 1}
    return _ALL & found


def reads_build(
    pattern: str, *, groups: frozenset[int] = frozenset(), fold: bool = False, lower: bool = False
) -> bool:
    """Whether what `pattern` matches, or what is in these groups, may hang on a build number.

    `fold`: letters of any case; `lower`: asked of texts in lower case.
    """
    tree = parser.parse(pattern)
    fold = fold or bool(tree.state.flags & 2)
    bodies: list[Any] = [tree]
    _assertions(tree, bodies)
    return any(_reads(body, groups, fold, lower) for body in bodies)


def _assertions(items: Any, found: list[Any]) -> None:
    """What stands in `(?=...)` and its kin: looked for everywhere, which is more than is asked."""
    for op, value in items:
        if op in (codes.ASSERT, codes.ASSERT_NOT):
            found.append(value[1])
            _assertions(value[1], found)
        elif op is codes.BRANCH:
            for branch in value[1]:
                _assertions(branch, found)
        elif op is codes.SUBPATTERN:
            _assertions(value[3], found)
        elif op in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _assertions(value[2], found)


def _reads(items: Any, groups: frozenset[int], fold: bool, lower: bool) -> bool:
    automaton = _Automaton()
    start = automaton.state()
    accept = automaton.add(items, start, frozenset(), fold)
    partial = any(
        chars & _DIGITS not in (frozenset(), _DIGITS) or group & groups
        for moves in automaton.moves
        for chars, _, group in moves
    )
    if not partial:
        return False
    steps = _texts(" chrome/" if lower else " Chrome/")
    # A pattern without `^` may begin anywhere in a text, which goes on whatever it has matched.
    anchored = bool(items) and items[0] == (codes.AT, codes.AT_BEGINNING)
    todo = [(start, place) for place in range(1 if anchored else len(steps))]
    seen = set(todo)
    back: dict[tuple[int, int], list[tuple[int, int]]] = {}
    risky: list[tuple[int, int]] = []
    while todo:
        state, place = node = todo.pop()
        following = [((end, place), False) for end in automaton.empty[state]]
        for chars, end, group in automaton.moves[state]:
            for text, then, build in steps[place]:
                if chars & text:
                    digits = chars & _DIGITS
                    told = text == _DIGITS and digits != _DIGITS
                    following.append(((end, then), build and (told or bool(group & groups))))
        for after, risk in following:
            back.setdefault(after, []).append(node)
            if risk:
                risky.append(after)
            if after not in seen:
                seen.add(after)
                todo.append(after)
    alive = [node for node in seen if node[0] == accept]
    living = set(alive)
    while alive:
        for before in back.get(alive.pop(), ()):
            if before not in living:
                living.add(before)
                alive.append(before)
    return any(node in living for node in risky)
