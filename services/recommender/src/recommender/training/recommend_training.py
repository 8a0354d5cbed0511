"""Schedule: recommends courses to those who lack what their work calls for, and says so when it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import wraps

from recommender.training import store
from recommender.training.gaps import Gap, Situation, TrainingPolicy, gaps_of
from recommender.training.plan import Chosen, plan_of
from recommender.training.plans import store as plans
from recommender.training.plans.store import PlanRow
from recommender.training.plans.views import CourseView, GapView, PlanContent
from recommender.training.situations import Surroundings, situations, surroundings
from touchline_contracts.coaching import AssessmentCompleted
from touchline_contracts.learning import CoursePublished
from touchline_contracts.recommender import TrainingRecommended
from touchline_contracts.skills import SkillAssigned
from touchline_contracts.tasks import TaskClosed
from touchline_runtime.schedule import Schedule
from touchline_runtime.transaction import Transaction

AT_ONCE = 200
USUAL = TrainingPolicy()
LONGEST_REASON = 4_000


async def recommend_training(tx: Transaction, policy: TrainingPolicy = USUAL) -> None:
    """Looks at every active person. Emits TrainingRecommended where the courses, or what they are for,
    changed; where only the figures of the reasons did, they are kept without a word.
    """
    around = await surroundings(tx.conn, tx.now)
    last = ""
    while persons := await store.persons_after(tx.conn, last, AT_ONCE):
        last = persons[-1]
        known = await plans.find(tx.conn, persons)
        changed: list[PlanRow] = []
        for of in await situations(tx.conn, persons, around, tx.now):
            row = _look_at(tx, of, gaps_of(of, around.names, policy), around, known.get(of.person_id))
            if row is not None:
                changed.append(row)
            await asyncio.sleep(0)
        await plans.save(tx.conn, changed)


def _look_at(
    tx: Transaction, of: Situation, gaps: Sequence[Gap], around: Surroundings, before: PlanRow | None
) -> PlanRow | None:
    chosen = plan_of(gaps, around.offers_for([gap.skill_id for gap in gaps], of.taken))
    courses = [one.offer.course_id for one in chosen]
    skills = sorted({skill for one in chosen for skill in one.closes})
    content = _content(gaps, chosen, around).model_dump_json()
    if before is None and not gaps:
        return None
    if before and (before.course_ids, before.skill_ids) == (courses, skills):
        same = PlanContent.model_validate_json(before.content).model_dump_json() == content
        return None if same else before._replace(content=content)
    if before or courses:
        tx.emit(
            TrainingRecommended(
                person_id=of.person_id,
                course_ids=tuple(courses),
                skill_ids=tuple(skills),
                reason=_reason(gaps, skills),
                recommended_at=tx.now,
            )
        )
    return PlanRow(of.person_id, courses, skills, content, tx.now)


def _content(gaps: Sequence[Gap], chosen: Sequence[Chosen], around: Surroundings) -> PlanContent:
    return PlanContent(
        gaps=[
            GapView(
                skill_id=gap.skill_id,
                name=around.names.get(gap.skill_id, gap.skill_id),
                reason=gap.reason,
                level=gap.level,
                closed_by=[one.offer.course_id for one in chosen if gap.skill_id in one.closes],
            )
            for gap in gaps
        ],
        courses=[
            CourseView(
                course_id=one.offer.course_id,
                title=one.offer.title,
                minutes=one.offer.minutes,
                closes=list(one.closes),
            )
            for one in chosen
        ],
    )


def _reason(gaps: Sequence[Gap], closed: Sequence[str]) -> str:
    told = [f"{gap.reason}." for gap in gaps if gap.skill_id in closed]
    return " ".join(told)[:LONGEST_REASON] or "No course that can be assigned closes a gap."


def recommending(policy: TrainingPolicy = USUAL) -> Schedule:
    """Looks every five minutes, by this policy."""

    @wraps(recommend_training)
    async def look(tx: Transaction) -> None:
        await recommend_training(tx, policy)

    return Schedule(
        "recommend_training",
        timedelta(minutes=5),
        look,
        # With half of the copies it would recommend what a course under way closes, and take it back.
        after=(TaskClosed.TOPIC, SkillAssigned.TOPIC, CoursePublished.TOPIC, AssessmentCompleted.TOPIC),
    )
