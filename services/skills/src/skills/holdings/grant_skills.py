"""Grants awards to persons: the one way in which anybody comes to hold a skill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from skills.catalogue.skill import GradedSkill
from skills.catalogue.store import graded, share_catalogue
from skills.holdings import store
from skills.holdings.corrections import EXPIRY, expire
from skills.holdings.holdings import Grant, grant
from touchline_contracts.skills import HeldSkillEvent, PersonSkillEvent, SkillExpired
from touchline_runtime.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Award:
    """A grant, and the view of the transaction in which its events are emitted."""

    grant: Grant
    tx: Transaction


async def grant_skills(tx: Transaction, awards: Sequence[Award]) -> None:
    """Grants what the catalogue knows, in order; the rest waits until its skill is defined.

    An award of a retired skill waits too: it rests on work that was done, so it is not lost, and it is
    granted if the skill is restored.
    Nothing is ever lowered, and an award that changes nothing leaves no trace. What has reached its end
    expires first, though the schedule has not come to it yet: a lower award would be lost with it.
    """
    if not awards:
        return
    await share_catalogue(tx.conn)
    skills: Mapping[str, GradedSkill] = await graded(tx.conn, {award.grant.skill_id for award in awards})
    skills = {asked: skill for asked, skill in skills.items() if skill.active}
    waiting = [award.grant for award in awards if award.grant.skill_id not in skills]
    await store.keep_waiting(tx.conn, waiting, tx.now)
    known = [award for award in awards if award.grant.skill_id in skills]
    holdings = await store.lock_holdings(tx.conn, {award.grant.person_id for award in known})
    granted: list[HeldSkillEvent] = []
    ended: list[SkillExpired] = []
    for award in known:
        skill = skills[award.grant.skill_id]
        person, expired = expire(holdings[award.grant.person_id], skill.id, tx.now)
        if expired is not None:
            ended.append(expired)
            award.tx.emit(expired)
        holdings[person.person_id], event = grant(person, award.grant, skill, tx.now)
        if event is not None:
            granted.append(event)
            award.tx.emit(event)
    if ended:
        await store.save_removals(tx.conn, [(event, EXPIRY) for event in ended])
    await store.save_grants(tx.conn, granted)
    await store.save_revisions(tx.conn, [holdings[person_id] for person_id in _changed([*ended, *granted])])


def _changed(events: Iterable[PersonSkillEvent]) -> list[str]:
    return sorted({event.person_id for event in events})
