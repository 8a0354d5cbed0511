"""The overview as HTTP shows it: what was counted, with its names and the lists behind it."""

from __future__ import annotations

from collections.abc import Mapping

from coaching.assessments.assessment import CLOSED, State
from coaching.overview.period import NONE, Lists, Period, Window
from coaching.overview.shapes import DayFigure, Figure, NamedCount, NamedFigure, StateCount
from coaching.overview.store import Mean, Names, Quality


class Figures:
    """The figures of one overview."""

    def __init__(self, window: Window, period: Period, lists: Lists, names: Names) -> None:
        self._window = window
        self._period = period
        self._lists = lists
        self._names = names

    def total(self, window: Window, mean: Mean) -> Figure:
        """The quality of a window in all."""
        return Figure(**mean._asdict(), behind=self._lists.quality(window, self._period))

    def daily(self, quality: Quality) -> list[DayFigure]:
        """Each day of the period, also those without data."""
        return [
            DayFigure(
                **quality.days.get(day, Mean())._asdict(),
                behind=self._lists.quality(self._window, Period(day, day)),
                day=day,
            )
            for day in self._period.days()
        ]

    def by_team(self, teams: Mapping[str | None, Mean]) -> list[NamedFigure]:
        """Each team, by its name."""
        return self._named("team", teams, self._names.teams)

    def by_survey(self, quality: Quality) -> list[NamedFigure]:
        """Each survey that gave a quality, by its name."""
        return self._named("survey", quality.surveys, self._names.surveys)

    def by_state(self, found: Mapping[str, int]) -> list[StateCount]:
        """Every state, in the order in which an assessment passes through them."""
        return [
            StateCount(
                n=found.get(state, 0),
                behind=self._lists.closed(state, self._period)
                if state in CLOSED
                else self._lists.active(state),
                state=state,
            )
            for state in State
        ]

    def by_opportunity(self, found: Mapping[str | None, int]) -> list[NamedCount]:
        """As they were counted."""
        return [
            NamedCount(
                n=n,
                behind=self._lists.opened(self._period, opportunity=id or NONE),
                id=id,
                name=self._names.opportunities.get(id or NONE),
            )
            for id, n in found.items()
        ]

    def _named(
        self, filter: str, means: Mapping[str | None, Mean], names: Mapping[str, str]
    ) -> list[NamedFigure]:
        found = [
            NamedFigure(
                **mean._asdict(),
                behind=self._lists.quality(self._window, self._period, **{filter: id or NONE}),
                id=id,
                name=names.get(id or NONE),
            )
            for id, mean in means.items()
        ]
        return sorted(found, key=lambda each: (each.id is None, each.name or each.id or ""))
