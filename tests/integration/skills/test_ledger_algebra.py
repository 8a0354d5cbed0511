"""Whatever is done to what a person holds, the current state, the ledger and a naive model tell the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
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
ALREADY = ("/problems/into-itself", "/problems/already-merged")
NUMBERS = count()
SKILLS = ("refunds", "billing", "claims")

skills, levels, hours = st.sampled_from(SKILLS), st.integers(1, 3), st.integers(1, 8)
ends = st.none() | hours
Steps = list[tuple[Any, ...]]
gifts = st.tuples(st.just("give"), skills, levels, ends)
steps = st.one_of(
    gifts,
    st.tuples(st.just("complete"), skills, levels),
    st.tuples(st.just("correct"), skills, levels | st.none(), ends | st.just(KEEP)),
    st.tuples(st.just("remove"), skills),
    st.tuples(st.just("expire")),
    st.tuples(st.just("merge"), skills, skills),
    st.tuples(st.just("wait"), hours),
)


@pytest.fixture
def clock() -> FixedClock:
    """Stands a year ago, for the ledger is asked about what has passed."""
    return FixedClock(datetime.now(UTC).replace(microsecond=0) - timedelta(days=365))


@pytest.fixture(autouse=True)
async def stars(admin: httpx.AsyncClient) -> None:
    await admin.post("/level-types", json=STARS)


@dataclass(frozen=True)
class Both:
    """A person and skills of their own, as the service and the model have them."""

    number: int
    model: NaivePerson
    database: Database
    admin: httpx.AsyncClient
    clock: FixedClock

    @property
    def id(self) -> str:
        """The person's."""
        return f"holder-{self.number}"

    async def begin(self) -> None:
        """Lets there be the person and the skills."""
        await self.database.pool.execute(
            "INSERT INTO person (id, name, active, time_zone, revision) VALUES ($1, $1, true, 'UTC', 1)",
            self.id,
        )
        for skill in SKILLS:
            body = {"name": f"{skill} {self.number}", "level_type_id": "stars"}
            assert (await self.admin.post("/skills", json=body)).is_success

    async def take(self, step: tuple[Any, ...]) -> None:
        """Does the same to both."""
        does, *rest = step
        await getattr(self, f"_{does}")(*rest)

    async def _give(self, skill: str, level: int, end: int | None) -> None:
        until = self._end(end)
        body = {"skill_id": self._own(skill), "level": level, "valid_until": _text(until)}
        answer = await self.admin.post(f"/persons/{self.id}/skills", json=body)
        assert answer.is_success or answer.json()["type"] == "/problems/held-higher"
        self.model.award(self._own(skill), level, until)

    async def _complete(self, skill: str, level: int) -> None:
        given = {"skill_id": self._own(skill), "level": level}
        done = an_assessment_completed(assessment_id=new_id(), trainee_id=self.id, skills=(given,))
        await react(self.database, when_assessment_completed_grant_skills, done)
        self.model.award(self._own(skill), level)

    async def _correct(self, skill: str, level: int | None, end: int | str | None) -> None:
        until = KEEP if isinstance(end, str) else self._end(end)
        change: dict[str, Any] = {} if until == KEEP else {"valid_until": _text(until)}
        change |= {} if level is None else {"level": level}
        answer = await self.admin.patch(f"/persons/{self.id}/skills/{self._own(skill)}", json=change)
        assert answer.status_code in (200, 409) or change == {}
        if change:
            self.model.correct(self._own(skill), level, until)

    async def _remove(self, skill: str) -> None:
        path = f"/persons/{self.id}/skills/{self._own(skill)}/remove"
        assert (await self.admin.post(path, json={"reason": "moved on"})).status_code in (204, 409)
        self.model.remove(self._own(skill))

    async def _expire(self) -> None:
        async with self.database.transaction(Cause(id=new_id(), scope="expire_skills")) as tx:
            await expire_skills(tx)
        self.model.expire()

    async def _merge(self, skill: str, into: str) -> None:
        answer = await self.admin.post(f"/skills/{self._own(skill)}/merge", json={"into": self._own(into)})
        assert answer.is_success or answer.json()["type"] in ALREADY
        if answer.is_success:
            self.model.merge(self._own(skill), self._own(into))

    async def _wait(self, hours: int) -> None:
        self.clock.advance(hours * HOUR)

    def _own(self, skill: str) -> str:
        return f"{skill}-{self.number}"

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
@example(
    gifts=[("give", "refunds", 2, 5), ("give", "billing", 1, 8)], story=[("merge", "refunds", "billing")]
)
@example(
    gifts=[("give", "refunds", 2, 5), ("give", "billing", 2, 2)],
    story=[("wait", 3), ("merge", "refunds", "billing"), ("remove", "refunds")],
)
@example(
    gifts=[("give", "refunds", 3, 2), ("give", "billing", 3, 2)],
    story=[("wait", 3), ("complete", "refunds", 1), ("give", "billing", 1, 5), ("expire",)],
)
@given(gifts=st.lists(gifts, min_size=2, max_size=4), story=st.lists(steps, min_size=2, max_size=16))
async def test_state_replay_and_every_moment_agree(
    database: Database, admin: httpx.AsyncClient, clock: FixedClock, gifts: Steps, story: Steps
) -> None:
    both = Both(next(NUMBERS), NaivePerson(clock.now), database, admin, clock)
    await both.begin()
    for step in gifts + story:
        await both.take(step)

    person = both.id
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
