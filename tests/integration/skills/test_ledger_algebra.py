"""Whatever is done to what a person holds, the current state, the ledger and a naive model tell the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skills.holdings.expiry.expire_skills import expire_skills
from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from tests.integration.skills.naive_holdings import KEEP, Held, NaivePerson
from touchline_runtime.clock import FixedClock
from touchline_runtime.ids import new_id
from touchline_runtime.testing import react
from touchline_runtime.testing.events import an_assessment_completed
from touchline_runtime.transaction import Cause, Database

STARS = {"name": "Stars", "levels": [{"value": n, "name": f"{n} stars"} for n in (1, 2, 3)]}
HOUR = timedelta(hours=1)
PERSONS = (f"holder-{n}" for n in count())

skills, levels, hours = st.sampled_from(["refunds", "billing"]), st.integers(1, 3), st.integers(1, 8)
ends = st.none() | hours
steps = st.one_of(
    st.tuples(st.just("give"), skills, levels, ends),
    st.tuples(st.just("complete"), skills, levels),
    st.tuples(st.just("correct"), skills, levels | st.none(), ends | st.just(KEEP)),
    st.tuples(st.just("remove"), skills),
    st.tuples(st.just("expire")),
    st.tuples(st.just("wait"), hours),
)


@pytest.fixture
def clock() -> FixedClock:
    """Stands a year ago, for the ledger is asked about what has passed."""
    return FixedClock(datetime.now(UTC).replace(microsecond=0) - timedelta(days=365))


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient) -> None:
    await admin.post("/level-types", json=STARS)
    for name in ("Refunds", "Billing"):
        await admin.post("/skills", json={"name": name, "level_type_id": "stars"})


@dataclass(frozen=True)
class Both:
    """One person, held by the service and by the model."""

    id: str
    model: NaivePerson
    database: Database
    admin: httpx.AsyncClient
    clock: FixedClock

    async def take(self, step: tuple[Any, ...]) -> None:
        """Does the same to both."""
        match step:
            case ("give", skill, level, end):
                until = self._end(end)
                body = {"skill_id": skill, "level": level, "valid_until": _text(until)}
                answer = await self.admin.post(f"/persons/{self.id}/skills", json=body)
                assert answer.is_success or answer.json()["type"] == "/problems/held-higher"
                self.model.award(skill, level, until)
            case ("complete", skill, level):
                done = an_assessment_completed(
                    assessment_id=new_id(), trainee_id=self.id, skills=({"skill_id": skill, "level": level},)
                )
                await react(self.database, when_assessment_completed_grant_skills, done)
                self.model.award(skill, level)
            case ("correct", skill, level, end) if (level, end) != (None, KEEP):
                moved = KEEP if end == KEEP else self._end(end)
                change = {} if moved == KEEP else {"valid_until": _text(moved)}
                change |= {} if level is None else {"level": level}
                await self.admin.patch(f"/persons/{self.id}/skills/{skill}", json=change)
                self.model.correct(skill, level, moved)
            case ("remove", skill):
                path = f"/persons/{self.id}/skills/{skill}/remove"
                await self.admin.post(path, json={"reason": "moved on"})
                self.model.remove(skill)
            case ("expire",):
                async with self.database.transaction(Cause(id=new_id(), scope="expire_skills")) as tx:
                    await expire_skills(tx)
                self.model.expire()
            case ("wait", hours):
                self.clock.advance(hours * HOUR)

    def _end(self, hours: int | None) -> datetime | None:
        return None if hours is None else self.clock.now() + hours * HOUR


def _text(moment: datetime | str | None) -> str | None:
    return moment.isoformat() if isinstance(moment, datetime) else moment


async def held(client: httpx.AsyncClient, path: str, **asked: str) -> dict[str, Held]:
    answer = await client.get(path, params=asked)
    assert answer.is_success, answer.text
    return {item["skill_id"]: Held(item["level"], *_times(item)) for item in answer.json()["items"]}


def _times(item: dict[str, Any]) -> tuple[datetime, datetime, datetime | None]:
    since, level_since, until = (item[name] for name in ("since", "level_since", "valid_until"))
    read = datetime.fromisoformat
    return read(since), read(level_since), read(until) if until else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(steps, min_size=4, max_size=20))
async def test_state_replay_and_every_moment_agree(
    database: Database, admin: httpx.AsyncClient, clock: FixedClock, story: list[tuple[Any, ...]]
) -> None:
    person = next(PERSONS)
    await database.pool.execute(
        "INSERT INTO person (id, name, active, time_zone, revision) VALUES ($1, $1, true, 'UTC', 1)", person
    )
    both = Both(person, NaivePerson(clock.now), database, admin, clock)
    for step in story:
        await both.take(step)

    assert await held(admin, f"/persons/{person}/skills") == both.model.held
    assert (await admin.get("/ledger/differences", params={"limit": 200})).json()["items"] == []
    await database.pool.execute("DELETE FROM held_skill WHERE person_id = $1", person)
    if both.model.past:
        await admin.post("/ledger/rebuild", json={"person_id": person})
    assert await held(admin, f"/persons/{person}/skills") == both.model.held

    changes = {moment for moment, _ in both.model.past}
    over = {state.until for _, past in both.model.past for state in past.values() if state.until}
    for moment in sorted(changes | over):
        for at in (moment - timedelta(microseconds=1), moment):
            found = await held(admin, f"/persons/{person}/held-skills", at=at.isoformat())
            assert found == both.model.at(at), at
