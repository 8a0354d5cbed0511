"""What persons hold, told in the plainest way: a dictionary, and a copy kept of it after each change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

KEEP = "keep"
"""An end that a correction does not name."""


@dataclass(frozen=True)
class Held:
    """One skill as it is held."""

    level: int
    since: datetime
    level_since: datetime
    until: datetime | None


@dataclass
class NaivePerson:
    """One person: what is held now, and what was after each change."""

    now: Callable[[], datetime]
    held: dict[str, Held] = field(default_factory=dict)
    past: list[tuple[datetime, dict[str, Held]]] = field(default_factory=list)
    merged: dict[str, str] = field(default_factory=dict)

    def award(self, skill: str, level: int, until: datetime | None = None) -> None:
        """Raises or repeats a level, and never lowers one. What has ended by then begins anew."""
        skill = self._known(skill)
        self._expire(skill)
        self._keep()
        held = self.held.get(skill)
        if held is None or held.level <= level:
            self._set(skill, level, until)

    def correct(self, skill: str, level: int | None, until: datetime | str | None) -> None:
        """Sets the level, the end, or both, of what is held."""
        skill = self._known(skill)
        held = self.held.get(skill)
        if held is not None:
            end = held.until if until == KEEP else until
            assert not isinstance(end, str)
            self._set(skill, held.level if level is None else level, end)

    def remove(self, skill: str) -> None:
        """Takes a skill away."""
        self.held.pop(self._known(skill), None)
        self._keep()

    def expire(self) -> None:
        """Takes away what is due."""
        self._expire(*self.held)
        self._keep()

    def merge(self, skill: str, into: str) -> None:
        """Makes a skill another id of a second one: who holds it holds that one, as high and as long."""
        old, target = self._known(skill), self._known(into)
        if old == target:
            return
        self.merged[old] = target
        if old not in self.held:
            return
        self._expire(old, target)
        if (moved := self.held.pop(old, None)) is not None:
            ends = [held.until for held in (moved, self.held.get(target)) if held is not None]
            until = None if None in ends else max(end for end in ends if end)
            self._keep()
            self.award(target, moved.level, until)
        self._keep()

    def at(self, moment: datetime) -> dict[str, Held]:
        """What was held at a moment."""
        then = [held for changed, held in self.past if changed <= moment]
        return {skill: held for skill, held in (then or [{}])[-1].items() if not self._over(held, moment)}

    def _known(self, skill: str) -> str:
        return self._known(self.merged[skill]) if skill in self.merged else skill

    def _expire(self, *skills: str) -> None:
        due = {skill for skill in skills if skill in self.held and self._over(self.held[skill], self.now())}
        self.held = {skill: held for skill, held in self.held.items() if skill not in due}

    def _set(self, skill: str, level: int, until: datetime | None) -> None:
        held = self.held.get(skill) or Held(level, self.now(), self.now(), until)
        level_since = held.level_since if held.level == level else self.now()
        self.held[skill] = replace(held, level=level, level_since=level_since, until=until)
        self._keep()

    def _keep(self) -> None:
        self.past.append((self.now(), dict(self.held)))

    @staticmethod
    def _over(held: Held, moment: datetime) -> bool:
        return held.until is not None and held.until <= moment
