# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the agents of a run: each as it was sent, with the number of what it may be counted as."""

from __future__ import annotations

from collections.abc import Sequence

from loganalytics.engine import Connection, columns
from loganalytics.model import Agent
from loganalytics.parse.agents import AgentLookup
from loganalytics.parse.cleaning import unescape
from loganalytics.parse.plain import MANY
from loganalytics.parse.tally import Tally
from loganalytics.parse.targets import UNKNOWN
from loganalytics.threads import begun

NOT_LOGGED = "(not logged)"


class AgentTexts:
    """Numbers agents, and keeps them in the table agent_texts. Close it when done."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        # The rules hold 10 to 20 MB for each thread that ever used them, so one does for all.
        self._thread = begun(1, "agents")
        self._lookup: AgentLookup | None = None
        self._numbers: dict[Agent, int] = {}

    def _rules(self) -> AgentLookup:
        """Load the rules for agents, which takes longer than all else that a run loads."""
        if self._lookup is None:
            self._lookup = AgentLookup()
        return self._lookup

    def let_go(self) -> None:
        """Let go of the rules, 50 to 70 MB, until an agent is to be looked up: that takes 0.2 s."""
        self._lookup = None

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()

    def forget(self) -> None:
        """Forget which numbers were given."""
        self._numbers.clear()

    def add(self, memory: Connection) -> int:
        """Look up the agents, as logged, that a chunk brought. Returns how many were new.

        Of thousands, those that differ in the build of Chrome alone are looked up once. One thread
        at a time may.
        """
        count: int = memory.run("parse/new_agents")[0][0]
        if count == 0:
            return 0
        if count > MANY:
            rows = self._found(memory, self._forms(memory))
            memory.run("parse/add_formed_agents", **_columns(rows))
            characters: int = memory.run("parse/fresh_length")[0][0]
        else:
            new = [agent for (agent,) in memory.run("parse/fresh")]
            memory.run("parse/add_agent_texts", **_columns(self._found(memory, new)))
            characters = sum(map(len, new))
        self._tally.note(count, 2 * characters)
        return count

    def _found(self, memory: Connection, agents: Sequence[str]) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = []
        unknown: dict[Agent, int] = {}
        looked_up = self._thread.submit(lambda: [self._look_up(agent) for agent in agents]).result()
        for agent, (text, found) in zip(agents, looked_up, strict=True):
            number = self._numbers.get(found) or unknown.get(found)
            if number is None:
                number = unknown[found] = self._tally.number("agent", 1)
            rows.append((agent, number, found.bot, text))
        if unknown:
            kinds = [
                (number, a.browser, a.os, a.device, a.bot, a.kind) for a, number in unknown.items()
            ]
            names = ("agent_id", "browser", "os", "device", "bot", "kind")
            memory.run("parse/add_agents", **columns(kinds, names))
            self._numbers.update(unknown)  # not before: the statement may fail
        return rows

    def _look_up(self, agent: str) -> tuple[str, Agent]:
        if agent == NOT_LOGGED:
            return agent, Agent(UNKNOWN, UNKNOWN, UNKNOWN, "", "")
        text = "" if agent == "-" else unescape(agent)
        return text, self._rules().lookup([text])[0]

    def _is_doubtful(self, form: str) -> bool:
        return self._rules().is_doubtful(form)

    def _forms(self, memory: Connection) -> list[str]:
        """The forms of agents, of which each stands for many."""
        memory.run("parse/agent_forms")
        forms = [form for (form,) in memory.run("parse/distinct_forms")]
        doubtful = self._thread.submit(lambda: list(filter(self._is_doubtful, forms))).result()
        if doubtful:
            memory.run("parse/unform_agents", doubtful=doubtful)
            forms = [form for (form,) in memory.run("parse/distinct_forms")]
        return forms


def _columns(rows: Sequence[tuple[object, ...]]) -> dict[str, list[object]]:
    return columns(rows, ("agent", "agent_id", "bot", "text"))
