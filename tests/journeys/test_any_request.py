"""Whatever a caller sends that the OpenAPI documents allow, no service answers with an error of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest

from devstack.issuer.token import sign
from tests.journeys.fuzzing import Fuzzed, call_everything
from tests.journeys.steps import Journey
from tests.running.callers import Caller, Callers
from tests.running.company import PEOPLE
from tests.running.crew import Crew
from tests.running.fixtures import RunningIssuer
from tests.running.topics import publishing
from touchline_runtime.auth import Role
from touchline_runtime.personas import PERSONAS

LISTS = {
    "coaching": ("assessments", "opportunities", "surveys", "tasks", "drafts"),
    "skills": ("skills", "level-types", "proposals"),
    "learning": ("courses", "tasks"),
    "recommender": (),
}


@pytest.mark.timeout(600)
async def test_no_request_that_fits_the_documents_breaks_a_service(
    crew: Crew, make_callers: Callable[[Crew], Callers], running_issuer: RunningIssuer
) -> None:
    await crew.start_all()
    async with publishing(crew.kafka) as publisher:
        journey = Journey(crew, make_callers(crew), publisher)
        await journey.tell_the_directory()
        await journey.set_up()
        await journey.score(await journey.late_work("CS1"))
    tokens = [
        sign(running_issuer.key, person, roles, lifetime=timedelta(hours=1))
        for person, roles in (("manager", tuple(Role)), ("admin", tuple(Role)), ("agent", PERSONAS["agent"]))
    ]
    for service, lists in LISTS.items():
        known: dict[str, Sequence[str]] = {
            name: await _ids(journey.admin, f"/{service}/{name}") for name in lists
        }
        known |= {"persons": PEOPLE, "teams": ("payments",), "coaches": PEOPLE}
        seen = await asyncio.to_thread(call_everything, Fuzzed(crew.url(service), tokens, known))
        assert seen.get("200", 0) > 0, f"nothing of {service} answered: {seen}"


async def _ids(admin: Caller, path: str) -> list[str]:
    return [str(item["id"]) for item in await admin.items(path)]
