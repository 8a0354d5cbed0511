"""However trainees answer and change their answers and coaches, what is read is of five of them or more."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from coaching.feedback.figures import GROUP
from coaching.feedback.store import Answered, count_answers, figures
from tests.integration.coaching.seen import rows
from touchline_runtime.transaction import Cause, Database, Transaction

COACHES, SURVEYS, QUESTIONS = ("ann", "ben"), ("s1", "s2"), ("q1", "q2", "q3")
CAUSE = Cause(id="x", scope="test")
Readings = dict[tuple[str, str, str], int]


async def count(database: Database, random: Random) -> None:
    """A trainee answers for one of three assessments, again or for the first time, about either coach."""
    trainee = f"t{random.randrange(8)}"
    answered = Answered(
        f"{trainee}-{random.randrange(3)}", random.choice(SURVEYS), random.choice(COACHES), trainee
    )
    reached = {question: random.random() for question in QUESTIONS if random.random() < 0.7}
    async with database.transaction(CAUSE) as tx:
        await count_answers(tx.conn, answered, reached)


async def readings(database: Database) -> Readings:
    """How many answers can be read together."""
    found: Readings = {}
    async with database.reading() as conn:
        for coach in COACHES:
            for survey in SURVEYS:
                for question, figure in (await figures(conn, coach, survey)).items():
                    found[coach, survey, question] = figure.n
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_two_readings_differ_by_whole_groups_whose_answers_stay_as_they_are(
    bare_database: Database, seed: int
) -> None:
    random = Random(seed)
    shown: set[tuple[object, ...]] = set()
    before: Readings = {}
    for _ in range(150):
        await count(bare_database, random)
        now = {tuple(row.values()) for row in await rows(bare_database, "coach_feedback") if row["shown"]}
        assert shown <= now, "an answer that was shown has changed or gone"
        new: dict[tuple[object, ...], set[object]] = {}
        for assessment, survey, question, coach, trainee, *_ in now - shown:
            assert str(assessment).startswith(f"{trainee}-")
            new.setdefault((coach, survey, question), set()).add(trainee)
        assert all(len(trainees) >= GROUP for trainees in new.values())
        after = await readings(bare_database)
        assert {place for place in after if after[place] != before.get(place)} == set(new)
        shown, before = now, after
    assert len(before) > 5


async def test_an_answer_taken_back_meanwhile_makes_no_smaller_group(bare_database: Database) -> None:
    async def given(trainee: str, coach: str, taking: Transaction) -> None:
        await count_answers(taking.conn, Answered(trainee, "s1", coach, trainee), {"q1": 1.0})

    for trainee in ("t1", "t2", "t3", "t4"):
        async with bare_database.transaction(CAUSE) as tx:
            await given(trainee, "ann", tx)

    async def fifth() -> None:
        async with bare_database.transaction(CAUSE) as tx:
            await given("t5", "ann", tx)

    async with bare_database.transaction(CAUSE) as tx:
        # as the fifth of ann's trainees answers, the first is about to answer about ben instead
        await given("t1", "ben", tx)
        answering = asyncio.ensure_future(fifth())
        await asyncio.sleep(0.3)
    await answering
    assert await readings(bare_database) == {}
