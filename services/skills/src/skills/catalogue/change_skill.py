"""Command: a skill is renamed, described, moved in the hierarchy or graded otherwise."""

from __future__ import annotations

from dataclasses import replace

from skills.catalogue import store
from skills.catalogue.changes import change
from skills.catalogue.define_skill import DescribeSkill, Name, aliases
from skills.catalogue.history.entry import entry_of
from skills.catalogue.history.store import record
from skills.catalogue.skill import Skill
from skills.catalogue.todays_parent import with_todays_parent
from skills.catalogue.views import SkillView
from skills.holdings.grant_waiting_skills import grant_waiting_skills
from skills.merging.adopt_proposals import adopt_proposals
from touchline_runtime.errors import NotFound
from touchline_runtime.http import IfMatch
from touchline_runtime.transaction import Connection, Transaction


class ChangeSkill(DescribeSkill, IfMatch):
    """Only what is given changes of the skill ``id``; null empties what may be empty.

    With another ``parent_id`` the skill moves together with all that stands below it.
    """

    id: str
    name: Name = ""

    def applied_to(self, skill: Skill) -> Skill:
        """The skill with what was given."""
        return replace(
            skill, **{name: getattr(self, name) for name in self.model_fields_set - {"id", "by", "if_match"}}
        )


async def change_skill(tx: Transaction, command: ChangeSkill) -> SkillView:
    """Changes the skill; it stays known by its former names.

    A change that changes nothing publishes nothing. A tag that is changed counts as described by hand.
    Raises NotFound, ChangedMeanwhile unless If-Match is its revision, and Refusal as ``change`` says.
    """
    skill = await lock_skill(tx.conn, command.id)
    command.require_current(SkillView.of(skill))
    wanted = await with_todays_parent(tx.conn, command.applied_to(skill))
    decided = change(
        skill,
        wanted,
        await store.lineage(tx.conn, wanted.parent_id),
        await store.levels_of(tx.conn, wanted.level_type_id),
        (await store.lowest_held(tx.conn, [skill.id])).get(skill.id),
    )
    if decided is None:
        return SkillView.of(skill)
    changed, event = decided
    new_ids = await store.unknown(tx.conn, aliases(changed))
    await store.save_skill(tx.conn, changed, aliases(changed), tx.now)
    await record(tx.conn, [entry_of(skill, changed)], command.by.person_id, tx.now)
    tx.emit(event)
    await grant_waiting_skills(tx, await store.aliases_of(tx.conn, skill.id))
    await adopt_proposals(tx, new_ids, command.by.person_id)
    return SkillView.of(changed)


async def lock_skill(conn: Connection, skill_id: str) -> Skill:
    """A skill, known by any of its ids, under the catalogue's lock. Raises NotFound."""
    await store.lock_catalogue(conn)
    skill = (await store.find_skills(conn, [skill_id])).get(skill_id)
    if skill is None:
        raise NotFound("skill", skill_id)
    return skill
