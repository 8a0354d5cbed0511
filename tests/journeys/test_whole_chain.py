"""From a task event to a held skill, through every service, as people and other systems see it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from devstack.kafka import Kafka
from devstack.kafka.embedded import EmbeddedKafka
from tests.journeys.steps import NETWORKS, REFUNDS, SIGNING_IN, Journey
from tests.running.callers import Callers
from tests.running.company import a_closed_task
from tests.running.crew import Crew
from tests.running.fixtures import MakeCrew
from tests.running.topics import publishing, read_all

SignIn = Callable[[Crew], Callers]


@pytest.fixture
async def embedded(tmp_path: Path) -> AsyncIterator[Kafka]:
    """An embedded broker of this test's own."""
    kafka = EmbeddedKafka(tmp_path / "embedded", temporary=True)
    try:
        await kafka.start()
        yield kafka
    finally:
        await kafka.close()


async def test_the_whole_chain_on_the_chosen_broker(crew: Crew, make_callers: SignIn) -> None:
    await crew.start_all()
    async with publishing(crew.kafka) as publisher:
        journey = Journey(crew, make_callers(crew), publisher)
        await _coach_and_train(journey)
        await _propose_and_decide(journey)
        await _nothing_comes_back(journey)


async def test_the_whole_chain_on_the_embedded_broker(
    embedded: Kafka, make_crew: MakeCrew, make_callers: SignIn
) -> None:
    crew = await make_crew(embedded)
    await crew.start_all()
    async with publishing(embedded) as publisher:
        journey = Journey(crew, make_callers(crew), publisher)
        await _coach_and_train(journey)
        await _propose_and_decide(journey)


async def _coach_and_train(journey: Journey) -> None:
    await journey.tell_the_directory()
    await journey.set_up()
    opened = await journey.late_work("CS1")
    assert (opened["state"], opened["coach_id"], opened["trainee_id"]) == ("open", "manager", "agent")
    await journey.publish("in-time", a_closed_task("CS2", priority="1 - Critical", sla_breached=False))
    assert await journey.manager.items("/coaching/assessments", task="CS2") == []
    scored = await journey.score(opened)
    assert (scored["state"], scored["score"], scored["rating"]) == ("work_in_progress", 62.5, "average")
    done = await journey.complete(scored)
    assert done["state"] == "closed_complete"
    held = await journey.held()
    assert {skill: item["level"] for skill, item in held.items()} == {REFUNDS: 2}
    task = await journey.finish_the_course()
    assert task["course_id"] == journey.course_id
    held = await journey.held()
    assert {skill: item["level"] for skill, item in held.items()} == {REFUNDS: 2, SIGNING_IN: 1}
    assert held[SIGNING_IN]["evidence"] == {"kind": "course", "id": journey.course_id}


async def _propose_and_decide(journey: Journey) -> None:
    await journey.resolve_tagged(NETWORKS, "agent")
    await journey.resolve_tagged(NETWORKS, "coach")
    wanted = await journey.proposal(NETWORKS, "agent")
    assert wanted["confidence"] >= 0.8
    samples = wanted["samples"]
    assert len(samples) >= 3
    assert {sample["task_number"] for sample in samples} <= {f"{NETWORKS}-agent-{n}" for n in range(4)}
    assert all(sample["resolution_notes"] and sample["short_description"] for sample in samples)
    await journey.manager.post(f"/skills/proposals/{wanted['id']}/approve")
    held = await journey.held()
    assert held[NETWORKS]["level"] == 1
    unwanted = await journey.proposal(NETWORKS, "coach")
    await journey.manager.post(f"/skills/proposals/{unwanted['id']}/reject")
    await journey.settled()
    assert NETWORKS not in await journey.held("coach")


async def _nothing_comes_back(journey: Journey) -> None:
    """The same events once more under new ids, and more of the same work: what was rejected stays so."""
    before = await read_all(journey.crew.kafka, "touchline.recommender", "touchline.coaching")
    again = [(f"again {event_id}", event) for event_id, event in journey.published]
    await journey.publisher.events(again)
    await journey.settled()
    assert await read_all(journey.crew.kafka, "touchline.recommender", "touchline.coaching") == before
    more = [a_closed_task(f"more-{n}", agent_id="coach", skills=[NETWORKS]) for n in range(5)]
    await journey.publish("more", *more)
    assert await journey.manager.items("/skills/proposals", state="requested", person="coach") == []
    rejected = await journey.manager.items("/skills/proposals", state="rejected", person="coach")
    assert [item["skill_id"] for item in rejected] == [NETWORKS]
    assert NETWORKS not in await journey.held("coach")
