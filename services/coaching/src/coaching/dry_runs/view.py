"""A dry run as HTTP shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from pydantic import BaseModel

from coaching.dry_runs.looked_at import LookedAt, monday_of
from coaching.dry_runs.outlook import Outlook
from coaching.matches.decision import Outcome
from coaching.tasks.view import TaskView

READING = (
    "Counted is the last snapshot of each stored task, once, not each of its events; nothing that was opened "
    "before takes up limits or capacity."
)


class TeamFigures(BaseModel):
    """``team_id`` null: tasks without a team."""

    team_id: str | None
    matching: int
    sampled: int
    assessments: int


class CoachFigures(BaseModel):
    """``busiest_week``: the most assessments in a calendar week; ``over_capacity`` were not opened."""

    coach_id: str
    assessments: int
    busiest_week: int
    over_capacity: int


class WeekFigures(BaseModel):
    """``week`` is its Monday, in UTC."""

    week: date
    matching: int
    sampled: int
    assessments: int


class NotEvaluated(BaseModel):
    """``tasks`` were stored by an older version without what the draft asks (a rebuild cures it);
    ``event_types`` leave no trace in a stored task; ``without_trainee`` name nobody to coach.
    """

    tasks: int
    event_types: list[str]
    without_trainee: int


class DryRunView(BaseModel):
    """What a draft would have made of the tasks since ``since``, of the caller's teams.

    ``sampled`` of the ``matching`` would get an assessment but for limits; ``outcomes`` says what became of
    them, as `GET /matches` does. ``condition`` is the draft's, in CEL. ``examples`` are the latest matches.
    """

    since: datetime
    until: datetime
    condition: str
    tasks: int
    matching: int
    sampled: int
    assessments: int
    outcomes: dict[Outcome, int]
    teams: list[TeamFigures]
    coaches: list[CoachFigures]
    weeks: list[WeekFigures]
    examples: list[TaskView]
    not_evaluated: NotEvaluated
    reading: str = READING


class Ran(NamedTuple):
    """What a dry run found."""

    since: datetime
    until: datetime
    looked_at: LookedAt
    outlook: Outlook
    examples: Sequence[TaskView]
    untraced: Sequence[str]


def view_of(ran: Ran) -> DryRunView:
    """The view, the largest figures first, weeks in their order."""
    looked_at, outlook = ran.looked_at, ran.outlook
    return DryRunView(
        since=ran.since,
        until=ran.until,
        condition=looked_at.condition.text,
        tasks=looked_at.tasks,
        matching=looked_at.by_team.total(),
        sampled=outlook.sampled_by_team.total(),
        assessments=outlook.by_team.total(),
        outcomes=dict(outlook.outcomes),
        teams=_teams(looked_at, outlook),
        coaches=_coaches(outlook),
        weeks=_weeks(looked_at, outlook),
        examples=list(ran.examples),
        not_evaluated=NotEvaluated(
            tasks=looked_at.untold, event_types=list(ran.untraced), without_trainee=looked_at.nobody
        ),
    )


def _teams(looked_at: LookedAt, outlook: Outlook) -> list[TeamFigures]:
    return [
        TeamFigures(
            team_id=team,
            matching=matching,
            sampled=outlook.sampled_by_team[team],
            assessments=outlook.by_team[team],
        )
        for team, matching in sorted(looked_at.by_team.items(), key=lambda each: (-each[1], each[0] or ""))
    ]


def _coaches(outlook: Outlook) -> list[CoachFigures]:
    total: Counter[str] = Counter()
    busiest: dict[str, int] = {}
    for (coach, _), opened in outlook.by_coach.items():
        total[coach] += opened
        busiest[coach] = max(busiest.get(coach, 0), opened)
    coaches = sorted(total.keys() | outlook.over_capacity.keys(), key=lambda coach: (-total[coach], coach))
    return [
        CoachFigures(
            coach_id=coach,
            assessments=total[coach],
            busiest_week=busiest.get(coach, 0),
            over_capacity=outlook.over_capacity[coach],
        )
        for coach in coaches
    ]


def _weeks(looked_at: LookedAt, outlook: Outlook) -> list[WeekFigures]:
    return [
        WeekFigures(
            week=datetime.fromtimestamp(monday_of(week), UTC).date(),
            matching=matching,
            sampled=outlook.sampled_by_week[week],
            assessments=outlook.by_week[week],
        )
        for week, matching in sorted(looked_at.by_week.items())
    ]
