"""Reaction: a predicted skill is proposed to a manager, unless it is held, pending or rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skills.catalogue.skill import GradedSkill
from skills.catalogue.store import graded, share_catalogue
from skills.holdings.holdings import Holdings, Verdict, judge, propose
from skills.holdings.proposals import store
from skills.holdings.proposals.proposal import Proposal
from skills.holdings.store import lock_holdings
from touchline_contracts.recommender import SkillPredicted
from touchline_runtime.ids import derived_id
from touchline_runtime.transaction import Transaction


async def when_skill_predicted_open_proposals(tx: Transaction, events: Sequence[SkillPredicted]) -> None:
    """Opens or ignores each prediction, once.

    A skill or person that is not known yet is no obstacle: the proposal carries their ids, is within
    nobody's scope but an administrator's until the person arrives, and can be approved once the
    skill is defined.
    """
    await share_catalogue(tx.conn)
    holdings = await lock_holdings(tx.conn, {event.person_id for event in events})
    decided = await store.known_predictions(tx.conn, [event.prediction_id for event in events])
    skills = await graded(tx.conn, {event.skill_id for event in events})
    for event in events:
        if event.prediction_id not in decided:
            decided.add(event.prediction_id)
            person = holdings[event.person_id]
            holdings[event.person_id] = await _decide(tx, event, person, skills)


async def _decide(
    tx: Transaction, event: SkillPredicted, person: Holdings, skills: Mapping[str, GradedSkill]
) -> Holdings:
    skill = skills.get(event.skill_id)
    skill_id = skill.id if skill else event.skill_id
    verdict = judge(person, frozenset({skill_id, event.skill_id}), active=skill is None or skill.active)
    if verdict is not Verdict.PROPOSE:
        await store.ignore_prediction(tx.conn, event, verdict, tx.now)
        return person
    proposal_id = derived_id("proposal", event.prediction_id)
    proposal = Proposal(proposal_id, event.person_id, skill_id, "requested")
    await store.add_proposal(tx.conn, proposal, event, tx.now)
    return propose(person, skill_id)
