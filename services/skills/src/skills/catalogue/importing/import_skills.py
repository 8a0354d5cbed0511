"""Command: skills join or change the catalogue as a spreadsheet says."""

from __future__ import annotations

from pydantic import BaseModel

from skills.catalogue.define_skill import aliases
from skills.catalogue.history.entry import entry_of
from skills.catalogue.history.store import record
from skills.catalogue.importing import store
from skills.catalogue.importing.plan import plan
from skills.catalogue.importing.sheet import read_rows
from skills.catalogue.store import lock_catalogue, unknown
from skills.holdings.grant_waiting_skills import grant_waiting_skills
from skills.merging.adopt_proposals import adopt_proposals
from touchline_contracts.skills import SkillDefined
from touchline_runtime.http import FromCsv
from touchline_runtime.transaction import Transaction


class ImportSkills(FromCsv):
    """The text of a CSV file: a line of headings (name; and of id, description, skill_type, category,
    parent_id, level_type_id, tags those that are wanted), then a skill a line. Tags are parted by
    semicolons. A column that is absent leaves known skills as they are; an empty cell empties.
    """


class Imported(BaseModel):
    """How many skills were new, changed, and as the file says already."""

    defined: int
    changed: int
    unchanged: int


async def import_skills(tx: Transaction, command: ImportSkills) -> Imported:
    """Takes all rows or none. Raises Refusal naming ``csv``, and the rows at fault.

    A parent may stand in any row. The same file again changes nothing and publishes nothing.
    """
    rows = read_rows(command.csv)
    await lock_catalogue(tx.conn)
    parents = [row.fields["parent_id"] for row in rows if row.fields.get("parent_id")]
    now = await store.read_catalogue(tx.conn, [row.id for row in rows], parents)
    planned = plan(rows, now)
    skills = [skill for skill, _ in planned]
    found_by = [(alias, skill.id) for skill in skills for alias in aliases(skill)]
    new_ids = await unknown(tx.conn, [alias for alias, _ in found_by])
    await store.save_skills(tx.conn, skills, found_by, tx.now)
    before = {skill.id: skill for skill in now.known.values()}
    entries = [entry_of(before.get(skill.id), skill) for skill in skills]
    await record(tx.conn, entries, command.by.person_id, tx.now)
    for _, event in planned:
        tx.emit(event)
    await grant_waiting_skills(tx, [alias for alias, _ in found_by])
    await adopt_proposals(tx, new_ids, command.by.person_id)
    defined = sum(isinstance(event, SkillDefined) for _, event in planned)
    return Imported(defined=defined, changed=len(planned) - defined, unchanged=len(rows) - len(planned))
