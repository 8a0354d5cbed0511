"""Which skills an assessment can give its trainee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from touchline_contracts.coaching import SkillToAdd
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Level


class KnownSkill(NamedTuple):
    """A skill that can be given; ``levels`` ascend and are never empty."""

    skill_id: str
    name: str
    levels: tuple[Level, ...]


class Held(NamedTuple):
    """The level value that a person holds a skill at, and the assessment that gave it, if one did."""

    level: int
    assessment_id: str | None


def check_skills(
    wanted: Sequence[SkillToAdd],
    known: Mapping[str, KnownSkill] | None,
    held: Mapping[str, Held],
    assessment_id: str,
) -> tuple[SkillToAdd, ...]:
    """The skills under the ids that they go by now: one that was merged into another counts as the other.

    ``known`` is by the ids wanted, ``held`` by today's ids. None known, because the skills service is
    absent, lets all pass. What this very assessment gave before it was reopened may stay in its list.
    Raises Refusal naming the skill that does not exist, lacks the level, is held or comes twice.
    """
    named: list[SkillToAdd] = []
    for index, skill in enumerate(wanted):
        place = f"skills_to_add.{index}"
        if known is not None:
            skill = _checked(skill, known, held, assessment_id, place)
        if any(skill.skill_id == other.skill_id for other in named):
            raise Refusal("skill-twice", f"{wanted[index].skill_id!r} is given twice", f"{place}.skill_id")
        named.append(skill)
    return tuple(named)


def _checked(
    wanted: SkillToAdd,
    known: Mapping[str, KnownSkill],
    held: Mapping[str, Held],
    assessment_id: str,
    place: str,
) -> SkillToAdd:
    skill = known.get(wanted.skill_id)
    if skill is None:
        detail = f"there is no skill {wanted.skill_id!r} to give: choose one of skills-to-add"
        raise Refusal("unknown-skill", detail, f"{place}.skill_id")
    values = [level.value for level in skill.levels]
    if wanted.level is not None and wanted.level not in values:
        detail = f"{skill.name} has the levels {', '.join(map(str, values))}"
        raise Refusal("unknown-level", detail, f"{place}.level")
    has = held.get(skill.skill_id)
    level = values[0] if wanted.level is None else wanted.level
    if has is not None and has.level >= level and has.assessment_id != assessment_id:
        detail = (
            f"the trainee holds {skill.name} at level {has.level} already: choose a higher level, or none"
        )
        raise Refusal("skill-already-held", detail, f"{place}.skill_id")
    return SkillToAdd(skill_id=skill.skill_id, level=wanted.level)
