"""What may change about a skill after it was defined: pure decisions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from skills.catalogue.skill import Skill, described, refuse_bad_parent
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Level, SkillChanged, SkillRetired


def change(
    skill: Skill, wanted: Skill, lineage: Collection[str], levels: Sequence[Level], lowest_held: int | None
) -> tuple[Skill, SkillChanged] | None:
    """The skill as wanted; None where it is that way already.

    ``lineage`` is the wanted parent with all its ancestors, ``levels`` those of the wanted level type,
    ``lowest_held`` the lowest level value that anybody holds. Held values stay as they are and are called
    after the next step at or below them: a level type without such a step is refused.
    Raises Refusal: ``skill-retired``, ``cycle``, ``unknown-parent``, ``unknown-level-type``, ``held-below``.
    """
    if not skill.active:
        raise Refusal("skill-retired", f"{skill.id!r} is retired: restore it first, then change it")
    if wanted == skill:
        return None
    if wanted.parent_id != skill.parent_id:
        refuse_bad_parent(wanted, lineage)
    if not levels:
        raise Refusal("unknown-level-type", f"no level type {wanted.level_type_id!r}", "level_type_id")
    if wanted.level_type_id != skill.level_type_id and lowest_held is not None:
        _refuse_held_below(wanted, levels, lowest_held)
    changed = replace(wanted, origin="hand", revision=skill.revision + 1)
    return changed, SkillChanged(**described(changed, levels))


def _refuse_held_below(wanted: Skill, levels: Sequence[Level], lowest_held: int) -> None:
    if lowest_held < levels[0].value:
        detail = (
            f"somebody holds the skill at {lowest_held}, and {wanted.level_type_id!r} begins at "
            f"{levels[0].value}: take a level type with a step at or below {lowest_held}"
        )
        raise Refusal("held-below", detail, "level_type_id")


def retire(skill: Skill) -> tuple[Skill, SkillRetired] | None:
    """The skill as one that nobody is given any more; None where it is that already.

    Who holds it keeps it. Skills below it stay where they are, and active.
    """
    if not skill.active:
        return None
    retired = replace(skill, active=False, revision=skill.revision + 1)
    return retired, SkillRetired(skill_id=skill.id, revision=retired.revision)


def restore(skill: Skill, levels: Sequence[Level]) -> tuple[Skill, SkillChanged] | None:
    """The skill as one that is given again; None where it is."""
    if skill.active:
        return None
    restored = replace(skill, active=True, revision=skill.revision + 1)
    return restored, SkillChanged(**described(restored, levels))
