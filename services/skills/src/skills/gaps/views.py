"""How gaps look over HTTP."""

from __future__ import annotations

from pydantic import BaseModel

from skills.gaps.gap import Gap, Need, by_level, called, gap_of


class HeldAtLevel(BaseModel):
    """How many of the team's active members hold the skill at a level."""

    value: int
    name: str
    holders: int


class TeamGap(BaseModel):
    """A skill that a team's tasks call for. ``tasks`` were opened in the last 90 days, ``share`` of all of
    the team's that call for some skill; ``open`` are open now; ``inferred``: the share of ``tasks`` that do
    not name the skill. ``shortage``: so many more ``holders`` make the ``wanted``; ``short_tasks``: those of
    the tasks that fall to them. Null is no data.
    """

    team_id: str
    skill_id: str
    name: str
    tasks: int
    share: float | None
    open: int
    inferred: float
    members: int
    holders: int
    levels: list[HeldAtLevel]
    tasks_per_holder: float | None
    wanted: int
    shortage: int
    short_tasks: int


class PersonGap(BaseModel):
    """A skill that tasks of the person's team call for and that the person does not hold, or not so high as
    was asked for: ``held_level`` then says how high. The rest is that of the team's gap.
    """

    person_id: str
    team_id: str
    skill_id: str
    name: str
    tasks: int
    share: float | None
    open: int
    inferred: float
    holders: int
    shortage: int
    short_tasks: int
    held_level: int | None
    held_level_name: str | None


def team_gap(need: Need) -> TeamGap:
    """What a team needs of a skill, and how far it falls short."""
    gap = gap_of(need)
    return TeamGap(
        **_need(need, gap),
        members=need.members,
        levels=[HeldAtLevel(**held._asdict()) for held in by_level(need.steps, need.levels)],
        tasks_per_holder=need.tasks / len(need.levels) if need.levels else None,
        wanted=gap.wanted,
    )


def person_gap(person_id: str, need: Need, level: int | None) -> PersonGap:
    """The same for a member who holds the skill at this level, or not."""
    return PersonGap(
        **_need(need, gap_of(need)),
        person_id=person_id,
        held_level=level,
        held_level_name=None if level is None else called(need.steps, level).name,
    )


def _need(need: Need, gap: Gap) -> dict[str, str | int | float | None]:
    return {
        "team_id": need.team_id,
        "skill_id": need.skill_id,
        "name": need.name,
        "tasks": need.tasks,
        "share": min(1.0, need.tasks / need.all_tasks) if need.all_tasks else None,
        "open": need.open,
        "inferred": need.inferred / need.tasks,
        "holders": len(need.levels),
        "shortage": gap.shortage,
        "short_tasks": gap.short_tasks,
    }
