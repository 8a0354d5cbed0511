"""What a person lacks of what their team's work calls for. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class TrainingPolicy:
    """``need_tasks`` and ``need_share``: what a team's work calls for at least so often, and in so large a
    share of its tasks, is a need. ``low_score``: below it (of 100) an assessment shows a gap. ``most``: gaps
    of one person that are closed at a time, the largest first.
    """

    need_tasks: int = 3
    need_share: float = 0.05
    low_score: float = 60.0
    most: int = 8


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that ``tasks`` of the ``total`` tasks that a team finished lately call for. ``usual_level``:
    the one that half of its members who hold the skill hold at least; None: too few hold it.
    """

    team_id: str
    skill_id: str
    tasks: int
    total: int
    usual_level: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a person. ``held``: level by skill; ``scores``: the last by skill, of 100, that no
    course followed; ``under_way``: skills that courses award which the person was asked to take.
    ``taken``: courses that were assigned or completed.
    """

    person_id: str
    needs: Sequence[Need] = ()
    held: Mapping[str, int] = field(default_factory=dict)
    scores: Mapping[str, float] = field(default_factory=dict)
    under_way: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill that is lacking, why, and how much. ``level``: from which on a course closes it."""

    skill_id: str
    reason: str
    weight: float
    level: int | None = None


def gaps_of(of: Situation, names: Mapping[str, str], policy: TrainingPolicy) -> list[Gap]:
    """The largest gaps first, one a skill; what a course that is under way will close is none.

    A low score weighs more than any need: it was seen, where a need is foreseen.
    """
    found: dict[str, Gap] = {}
    for need in of.needs:
        gap = _lacking(need, of.held.get(need.skill_id), names, policy)
        before = found.get(need.skill_id)
        if gap and (before is None or gap.weight > before.weight):
            found[need.skill_id] = gap
    for skill, score in of.scores.items():
        if score < policy.low_score:
            found[skill] = _scored_low(skill, score, found.get(skill), names, policy)
    gaps = [gap for skill, gap in found.items() if skill not in of.under_way]
    return sorted(gaps, key=lambda gap: (-gap.weight, gap.skill_id))[: policy.most]


def _scored_low(
    skill: str, score: float, needed: Gap | None, names: Mapping[str, str], policy: TrainingPolicy
) -> Gap:
    reason = f"{names.get(skill, skill)}: the last assessment scored {score:.0f} of 100"
    weight = 1 + (policy.low_score - score) / 100
    if needed is None:
        return Gap(skill, reason, weight)
    both = f"{reason}; {needed.reason.partition(': ')[2]}"
    return replace(needed, reason=both, weight=weight + needed.weight)


def _lacking(need: Need, held: int | None, names: Mapping[str, str], policy: TrainingPolicy) -> Gap | None:
    share = need.tasks / need.total
    if need.tasks < policy.need_tasks or share < policy.need_share:
        return None
    name = names.get(need.skill_id, need.skill_id)
    called_for = f"{name}: {need.tasks} of the team's {need.total} tasks of 90 days call for it"
    if held is None:
        return Gap(need.skill_id, f"{called_for}, and it is not held", share)
    if need.usual_level is None or held >= need.usual_level:
        return None
    usual = f"{called_for}, and it is held at level {held} where half of the colleagues hold"
    return Gap(need.skill_id, f"{usual} {need.usual_level} or more", share / 2, need.usual_level)
