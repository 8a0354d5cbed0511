"""The opportunities in force, compiled, and found by event type and kind of task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import structlog

from coaching.conditions.condition import Condition, compile_condition
from coaching.matches.match import Match
from coaching.opportunities.opportunity import Opportunity
from touchline_contracts.refusal import Refusal
from touchline_contracts.tasks import TaskEvent
from touchline_runtime.turns import Turns

log = structlog.get_logger(__name__)

Rules: TypeAlias = tuple[tuple[Opportunity, Condition], ...]


class Rulebook:
    """Finds the rules that watch an event without looking at the others."""

    def __init__(self, opportunities: Iterable[Opportunity]) -> None:
        self._rules: Rules = tuple(rule for each in opportunities if (rule := _compiled(each)))
        self._watching: dict[tuple[str, str], Rules] = {}

    def watching(self, event: TaskEvent) -> Rules:
        """The rules that watch events of this type about tasks of this kind."""
        place = (event.TYPE, event.kind)
        found = self._watching.get(place)
        if found is None:
            found = tuple(rule for rule in self._rules if rule[0].watches(*place))
            self._watching[place] = found
        return found

    async def matches(self, events: Sequence[TaskEvent]) -> list[Match]:
        """Every meeting of an event with a condition. A task that names no trainee has nobody to coach."""
        found: list[Match] = []
        turns = Turns()
        for position, event in enumerate(events):
            rules = self.watching(event)
            if not rules:
                continue
            for opportunity, condition in rules:
                trainee_id = opportunity.trainee_of(event)
                if trainee_id is not None and condition.holds(event):
                    found.append(Match.of_task(position, event, opportunity, trainee_id))
            if turns.over():
                await turns.give()
        return found


def _compiled(opportunity: Opportunity) -> tuple[Opportunity, Condition] | None:
    """A stored condition that no longer compiles matches nothing: it must not stop the stream of tasks."""
    try:
        return opportunity, compile_condition(opportunity.condition)
    except Refusal as refusal:
        log.error("condition_does_not_compile", opportunity=opportunity.id, reason=refusal.detail)
        return None
