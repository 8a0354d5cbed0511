"""Two people edit one assessment, or one opportunity: nobody overwrites what they have not seen."""

from __future__ import annotations

import asyncio

import pytest

from tests.integration.coaching.calls import GOOD, field_of, opened
from touchline_runtime.testing import Api, outbox_of
from touchline_runtime.transaction import Database

SEEN = {"If-Match": '"1"'}
OPPORTUNITY = {"id": "slow", "name": "Slow", "event_types": ["task.closed"], "condition": "true"}


async def test_of_two_editors_at_once_one_gets_412_with_the_assessment_as_it_is_now(
    database: Database, coaching: Api
) -> None:
    id = await opened(database)
    assert (await coaching.as_("manager").get(f"/assessments/{id}")).headers["etag"] == '"1"'
    answers = await asyncio.gather(
        coaching.as_("manager").post(f"/assessments/{id}/close", json={"reason": "left"}, headers=SEEN),
        coaching.as_("admin").post(f"/assessments/{id}/complete", json={}, headers=SEEN),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    (lost,) = (answer for answer in answers if answer.status_code == 412)
    assert lost.json()["type"] == "/problems/changed-meanwhile"
    now = await coaching.as_("manager").get(f"/assessments/{id}")
    assert lost.headers["etag"] == now.headers["etag"] != '"1"'
    assert lost.json()["current"].items() <= now.json().items()


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("survey", {"taken_by": "coach", "answers": GOOD, "survey_id": "default-quality"}),
        ("resolve", {}),
        ("complete", {}),
        ("reassign", {"coach_id": "coach"}),
        ("close", {"reason": "left"}),
        ("reopen", {"reason": "more"}),
    ],
)
async def test_every_change_of_an_assessment_heeds_what_its_caller_has_seen(
    database: Database, coaching: Api, path: str, body: dict[str, object]
) -> None:
    id, admin = await opened(database), coaching.as_("admin")
    before = await outbox_of(database)
    stale = await admin.post(f"/assessments/{id}/{path}", json=body, headers={"If-Match": '"7"'})
    assert (stale.status_code, stale.json()["current"]["revision"]) == (412, 1)
    assert await outbox_of(database) == before


async def test_a_save_heeds_it_too_and_goes_on_with_the_etag_of_the_answer(
    database: Database, coaching: Api
) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    await manager.patch(f"/assessments/{id}", json={"comments": "mine"}, headers=SEEN)
    late = await manager.patch(f"/assessments/{id}", json={"comments": "late"}, headers=SEEN)
    assert (late.status_code, late.json()["current"]["comments"]) == (412, "mine")
    now = {"If-Match": late.headers["etag"]}
    both = await manager.patch(f"/assessments/{id}", json={"comments": "mine, late"}, headers=now)
    assert (both.status_code, both.json()["comments"]) == (200, "mine, late")


async def test_who_may_not_edit_it_learns_nothing_of_it(database: Database, coaching: Api) -> None:
    id, stale = await opened(database), {"If-Match": '"7"'}
    for person in ("agent", "coach", "biller"):
        caller = coaching.as_(person)
        answer = await caller.post(f"/assessments/{id}/reopen", json={"reason": "x"}, headers=stale)
        assert (answer.status_code, "current" in answer.json()) == (403, False)


async def test_two_admins_do_not_overwrite_each_others_opportunity(coaching: Api) -> None:
    admin = coaching.as_("admin")
    first = await admin.post("/opportunities", json=OPPORTUNITY)
    changed = await admin.post("/opportunities", json=OPPORTUNITY | {"name": "Slower"}, headers=SEEN)
    assert (first.headers["etag"], changed.headers["etag"]) == ('"1"', '"2"')
    late = await admin.post("/opportunities", json=OPPORTUNITY, headers=SEEN)
    assert (late.status_code, late.json()["current"]["name"]) == (412, "Slower")


async def test_a_new_opportunity_has_no_version_to_match(coaching: Api) -> None:
    for body in (OPPORTUNITY, {**OPPORTUNITY, "id": None}):
        answer = await coaching.as_("admin").post("/opportunities", json=body, headers=SEEN)
        assert field_of(answer) == "If-Match"
