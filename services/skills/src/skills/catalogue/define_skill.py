"""Command: a skill joins the catalogue, or a skill known only as a tag gets its description."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from skills.catalogue import store
from skills.catalogue.history.entry import entry_of
from skills.catalogue.history.store import record
from skills.catalogue.skill import BASIC, Skill, define
from skills.catalogue.todays_parent import with_todays_parent
from skills.catalogue.views import SkillView, Tags
from skills.holdings.grant_waiting_skills import grant_waiting_skills
from skills.merging.adopt_proposals import adopt_proposals
from touchline_contracts.event import skill_id_of
from touchline_runtime.http import Command, Identifier, LongText, ShortText
from touchline_runtime.transaction import Transaction

Name = Annotated[Identifier, Field(description="1 to 200 characters; white space around it is taken off")]


class DescribeSkill(Command):
    """What may be said of a skill besides its name."""

    description: LongText = ""
    skill_type: ShortText | None = None
    category: ShortText | None = None
    parent_id: Identifier | None = None
    level_type_id: Identifier = BASIC
    tags: Tags = ()


class DefineSkill(DescribeSkill):
    """A skill to add. ``id`` defaults to the name in lower case, words joined by hyphens."""

    name: Name
    id: Identifier | None = None

    def draft(self) -> Skill:
        """The skill as asked for."""
        return Skill(
            id=skill_id_of(self.name) if self.id is None else self.id,
            name=self.name,
            description=self.description,
            skill_type=self.skill_type,
            category=self.category,
            parent_id=self.parent_id,
            level_type_id=self.level_type_id,
            tags=self.tags,
        )


async def define_skill(tx: Transaction, command: DefineSkill) -> SkillView:
    """Adds the skill and grants what was waiting for it. Raises Refusal as ``define`` says."""
    await store.lock_catalogue(tx.conn)
    draft = await with_todays_parent(tx.conn, command.draft())
    existing = (await store.find_skills(tx.conn, [draft.id])).get(draft.id)
    skill, event = define(
        draft,
        existing,
        await store.lineage(tx.conn, draft.parent_id),
        await store.levels_of(tx.conn, draft.level_type_id),
    )
    new_ids = await store.unknown(tx.conn, aliases(skill))
    await store.save_skill(tx.conn, skill, aliases(skill), tx.now)
    await record(tx.conn, [entry_of(existing, skill)], command.by.person_id, tx.now)
    tx.emit(event)
    await grant_waiting_skills(tx, aliases(skill))
    await adopt_proposals(tx, new_ids, command.by.person_id)
    return SkillView.of(skill)


def aliases(skill: Skill) -> list[str]:
    """The ids a skill is found by: its own, and the one a task that names it would use."""
    return [skill.id, *({skill_id_of(skill.name)} - {skill.id, ""})]
