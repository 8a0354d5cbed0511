"""What a spreadsheet would make of the catalogue: pure decisions, all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from skills.catalogue.changes import change
from skills.catalogue.importing.sheet import Row, refuse_rows
from skills.catalogue.skill import Skill, define
from touchline_contracts.refusal import Refusal
from touchline_contracts.skills import Level, SkillChanged, SkillDefined


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue as it stands: skills by every id they are known by, each skill's parent, the levels of
    each level type, the lowest level held of each skill, of the ids those of merged skills, and the ids of
    today of the parents that are named.
    """

    known: Mapping[str, Skill]
    parents: Mapping[str, str | None]
    levels: Mapping[str, Sequence[Level]]
    lowest_held: Mapping[str, int]
    merged: Collection[str] = ()
    todays: Mapping[str, str] = field(default_factory=dict)


Planned = tuple[Skill, SkillDefined | SkillChanged]


def plan(rows: Sequence[Row], now: Catalogue) -> list[Planned]:
    """What changes, in the order of the rows; a row that changes nothing is not in it.

    Parents may come in any order. Raises Refusal naming each row at fault.
    """
    wanted = [(row, _parented(row.applied_to(now.known.get(row.id)), now)) for row in rows]
    parents = {**now.parents, **{skill.id: skill.parent_id for _, skill in wanted}}
    planned: list[Planned] = []
    faults = _repeated(wanted)
    for row, skill in wanted:
        try:
            decided = _decide(row, skill, now, parents)
        except Refusal as refusal:
            faults.append(f"row {row.number}: {refusal.detail}")
        else:
            planned += [decided] if decided else []
    refuse_rows(faults)
    return planned


def _parented(skill: Skill, now: Catalogue) -> Skill:
    if skill.parent_id is None:
        return skill
    return replace(skill, parent_id=now.todays.get(skill.parent_id, skill.parent_id))


def _repeated(wanted: Sequence[tuple[Row, Skill]]) -> list[str]:
    first: dict[str, int] = {}
    return [
        f"row {row.number}: the skill {skill.id!r} is in row {first[skill.id]} already, by another of its ids"
        for row, skill in wanted
        if first.setdefault(skill.id, row.number) != row.number
    ]


def _decide(row: Row, skill: Skill, now: Catalogue, parents: Mapping[str, str | None]) -> Planned | None:
    known, levels = now.known.get(row.id), now.levels.get(skill.level_type_id, ())
    lineage = _lineage(skill.parent_id, parents)
    if known is not None and row.id in now.merged:
        detail = f"{row.id!r} was merged into {known.id!r}: leave the row out, or write it for {known.id!r}"
        raise Refusal("already-merged", detail, "id")
    if known is None:
        return define(skill, None, lineage, levels)
    if skill.id in lineage:
        raise Refusal("cycle", f"{skill.parent_id!r} stands below this skill", "parent_id")
    return change(known, replace(skill, id=known.id), lineage, levels, now.lowest_held.get(known.id))


def _lineage(skill_id: str | None, parents: Mapping[str, str | None]) -> set[str]:
    lineage: set[str] = set()
    while skill_id is not None and skill_id in parents and skill_id not in lineage:
        lineage.add(skill_id)
        skill_id = parents[skill_id]
    return lineage
