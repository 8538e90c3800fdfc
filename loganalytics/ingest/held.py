# SPDX-License-Identifier: GPL-3.0-or-later
"""What waits in memory to be folded or met again, and what is done when it no longer fits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from loganalytics.fold.fold import Folding
from loganalytics.ingest.budget import Budget
from loganalytics.parse.parser import Marks, Parser

# So few views are folded with the rules for agents in memory: to load them again takes 0.2 s.
_WITH_RULES = 10_000
_WITH_RULES_OF_BUDGET = 4  # or one in so many of those that may wait
_OTHERS_A_VIEW = 5  # counts of bots, downloads or requests that take as much memory as a view does


class Held:
    """Keeps what a parser holds within a budget. No chunk may be at work when it makes room."""

    def __init__(
        self,
        parser: Parser,
        folding: Folding,
        budget: Budget,
        pool: Executor,
        before_folding: Callable[[], None],
    ) -> None:
        """`before_folding` is called before days that are over are folded."""
        self._parser = parser
        self._folding = folding
        self._budget = budget
        self._pool = pool
        self._before_folding = before_folding
        self._values_before = parser.lookups.values  # of earlier logs
        self._begin()

    def _begin(self) -> None:
        budget = self._budget
        self._first: int | None = None  # when the first hit was, UTC seconds since 1970
        self._most_requests, self._most_texts = _few_requests(budget), _texts(budget)
        # With more values than these, what is known by its text is forgotten, and what nothing
        # points at any more. What is left then cannot go: both rise.
        self._most_values = self._most_used = budget.values

    def reset(self) -> None:
        """Begin anew, and forget what was looked up if that is too much by now."""
        self._begin()
        self.forget_values()
        self._values_before = self._parser.lookups.values

    def forget_values(self) -> None:
        """Forget what was looked up, if that is too much by now."""
        if self._parser.lookups.values > self._budget.values:
            self._parser.lookups.forget_unused()

    def note(self, marks: Marks) -> None:
        """Take note of a chunk that was counted; give memory back if no other is at work."""
        if self._budget.workers == 1:  # which waits for the next: little memory, or no other core
            self._parser.memory.give_back()
        if marks.first is not None:
            self._first = marks.first if self._first is None else min(self._first, marks.first)

    def is_crowded(self, marks: Marks) -> bool:
        """Whether more waits in memory than may, and something can be done about it.

        `marks`: those of a chunk that was just counted.
        """
        parser = self._parser
        return (
            parser.lookups.values > self._most_values
            or parser.requests > self._most_requests
            or parser.texts > self._most_texts
            or self._may_fold(marks)
        )

    @property
    def is_full(self) -> bool:
        """Whether half of what may be new is: room for what is at work, and for joining it all."""
        parser, budget = self._parser, self._budget
        return (
            self._waiting() > budget.views // 2
            or parser.lookups.values - self._values_before > budget.values // 2
            or parser.texts > _texts(budget) // 2
        )

    def make_room(self, marks: Marks) -> None:
        """Fold days that are over, forget what nothing points at."""
        parser, budget = self._parser, self._budget
        crowded = parser.requests > self._most_requests or parser.texts > self._most_texts
        if crowded:
            parser.prune()
            parser.squeeze(_OTHERS_A_VIEW * budget.views, _texts(budget))
        if parser.lookups.values > self._most_values or self._may_fold(marks):
            before = self._over(marks)
            if before is not None:
                # What was looked up for these days is done with, and long.
                long = parser.texts > _texts(budget) // 2
                if parser.lookups.values > budget.values:
                    parser.lookups.forget_texts()  # sums take their memory
                self._before_folding()
                self._fold_before(before)
                if long or parser.lookups.values > self._most_used:
                    self._forget_unused()
        if crowded:
            # What has to stay stays: look again when it has doubled.
            self._most_requests = max(_few_requests(budget), 2 * parser.requests)
            self._most_texts = max(_texts(budget), 2 * parser.texts)
        if parser.lookups.values > self._most_values:
            # What is known by its text is hashed for each chunk; met again, it is looked up again.
            parser.lookups.forget_texts()
            if parser.lookups.values > self._most_used:
                self._forget_unused()
            else:
                self._look_again()

    def fold_portions(self) -> None:
        """Fold whole days where most hits brought new values, until few enough views are left.

        As those values are in memory, too, fewer views can be folded at once.
        """
        parser, budget = self._parser, self._budget
        if parser.lookups.values > budget.values:
            values = parser.lookups.values
            parser.lookups.forget_texts()
            most = (budget.views + budget.values) * parser.views // (parser.views + values)
            while (before := self._folding.portion(most)) is not None:
                self._fold_before(before)
                parser.lookups.forget_unused()

    def _forget_unused(self) -> None:
        self._parser.lookups.forget_unused()
        # What is still pointed at cannot be forgotten: look for more when it has doubled.
        self._most_used = max(self._budget.values, 2 * self._parser.lookups.values)
        self._look_again()

    def _look_again(self) -> None:
        # To forget texts costs less than to wait until much more is held.
        few, values = self._budget.values, self._parser.lookups.values
        self._most_values = max(few, min(2 * values, values + 2 * few))

    def _may_fold(self, marks: Marks) -> bool:
        """Whether more waits to be folded than may, and days are over."""
        parser, views, budget = self._parser, self._waiting(), self._budget
        return (
            views > budget.views
            or views + parser.lookups.values > budget.views + budget.values
            or parser.texts > _texts(budget)
        ) and self._over(marks) is not None

    def _waiting(self) -> int:
        """How many views wait to be folded, and what takes as much memory."""
        parser = self._parser
        return parser.views + (parser.others + parser.requests) // _OTHERS_A_VIEW

    def _over(self, marks: Marks) -> int | None:
        """Up to where days are over that something was counted of; None for none."""
        if marks.early is None or self._first is None:
            return None
        parser = self._parser
        held = self._budget.held(self._waiting(), parser.lookups.values) + parser.texts
        short = held > self._budget.limit // 2
        before = self._folding.days_before(marks.early, short=short)
        return before if before is not None and self._first < before else None

    def finish(self, before: int | None = None) -> None:
        """Make what was counted ready to be folded, many views without the rules for agents."""
        if self._parser.views > max(self._budget.views // _WITH_RULES_OF_BUDGET, _WITH_RULES):
            self._parser.lookups.let_go()  # or both would be in memory, the rules and sums
        self._parser.finish(before)

    def _fold_before(self, before: int) -> None:
        parser = self._parser
        self.finish(before)
        parser.views, parser.others, _ = self._folding.fold_before(before, self._pool)
        parser.measure()


def _few_requests(budget: Budget) -> int:
    """So many that it is not worth while to add them up."""
    return 4 * budget.views // 3


def _texts(budget: Budget) -> int:
    """Bytes of what was asked for that may wait to be looked up, which takes its size manifold."""
    return min(150 * budget.values, budget.limit // 40)
