"""Promise 7: tasks that came before their people are decided when the people come."""

from __future__ import annotations

from tests.chaos.ledger import assert_even
from tests.chaos.load import Load
from tests.running.crew import Crew
from tests.running.databases import rows, value
from tests.running.settled import until_settled

WAITING = "SELECT count(*) FROM waiting_match"
ASSESSMENTS = "SELECT count(*) FROM assessment"
COACHES = "SELECT DISTINCT coach_id FROM assessment"
PREDICTED = "SELECT count(*) FROM prediction"


async def test_tasks_published_before_their_people_are_decided_when_the_people_arrive(
    crew: Crew, load: Load
) -> None:
    coaching, recommender = crew.databases["coaching"], crew.databases["recommender"]
    await crew.start_all()
    await load.publish(120)
    await until_settled(crew.kafka, crew.databases)
    assert await value(coaching, ASSESSMENTS) == 0
    assert await value(coaching, WAITING) == len(load.matches) > 10
    assert await value(recommender, PREDICTED) == 0
    await load.tell_the_directory()
    await until_settled(crew.kafka, crew.databases)
    assert await value(coaching, WAITING) == 0
    assert await rows(coaching, COACHES) == [("manager",)]
    assert await value(coaching, ASSESSMENTS) == len(load.matches)
    await assert_even(crew, load)
