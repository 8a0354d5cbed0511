"""Follow-ups: set on an assessment, listed for their owner until they are done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.coaching.calls import field_of, opened
from tests.integration.coaching.seen import publish, tell_directory
from touchline_contracts.coaching import AssessmentOpened
from touchline_runtime.auth import Role
from touchline_runtime.testing import NOW, Api, outbox_of
from touchline_runtime.testing.events import a_person, a_task_closed
from touchline_runtime.transaction import Database

TODAY = NOW.date()
PRAISE = {"kind": "recognise", "owner_id": "coach", "due_on": TODAY.isoformat()}
STALE = {"If-Match": '"7"'}


async def listed(coaching: Api, person: str, **filters: Any) -> list[str]:
    """The ids of the assessments whose follow-ups a person is shown."""
    answer = await coaching.as_(person).get("/follow-ups", params=filters)
    assert answer.status_code == 200, answer.text
    return [each["assessment_id"] for each in answer.json()["items"]]


async def several(database: Database, coaching: Api, days: list[int]) -> list[str]:
    """Assessments with a follow-up of the coach, due after so many days each. Returns their ids."""
    ids = [await opened(database)]
    for number in range(2, len(days) + 1):
        (event,) = await publish(database, a_task_closed(number=f"CS{number}"))
        assert isinstance(event, AssessmentOpened)
        ids.append(event.assessment_id)
    for id, later in zip(ids, days, strict=True):
        body = PRAISE | {"due_on": (TODAY + timedelta(days=later)).isoformat()}
        assert (
            await coaching.as_("manager").put(f"/assessments/{id}/follow-up", json=body)
        ).status_code == 200
    return ids


async def test_it_is_set_after_closing_and_listed_for_its_owner_until_it_is_done(
    database: Database, coaching: Api
) -> None:
    id, manager, coach = await opened(database), coaching.as_("manager"), coaching.as_("coach")
    await manager.post(f"/assessments/{id}/complete", json={})
    before = await outbox_of(database)
    set_ = await manager.put(f"/assessments/{id}/follow-up", json=PRAISE)
    assert set_.json()["follow_up"] == {**PRAISE, "done_at": None}
    assert (set_.json()["state"], set_.headers["etag"]) == ("closed_complete", '"4"')
    again = await manager.put(f"/assessments/{id}/follow-up", json=PRAISE)
    assert again.headers["etag"] == '"4"'
    (item,) = (await coach.get("/follow-ups")).json()["items"]
    assert (item["assessment_id"], item["trainee_id"], item["kind"]) == (id, "agent", "recognise")
    assert await listed(coaching, "manager") == []
    done = await coach.post(f"/assessments/{id}/follow-up/done")
    assert done.json()["follow_up"]["done_at"] is not None
    assert await listed(coaching, "coach") == []
    assert await listed(coaching, "coach", done=True) == [id]
    assert await outbox_of(database) == before


async def test_what_happens_to_it_is_told(database: Database, coaching: Api) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    await manager.put(f"/assessments/{id}/follow-up", json=PRAISE)
    await coaching.as_("coach").post(f"/assessments/{id}/follow-up/done")
    await manager.delete(f"/assessments/{id}/follow-up")
    entries = (await manager.get(f"/assessments/{id}/activity")).json()["items"][::-1]
    assert [(entry["kind"], entry["person_id"]) for entry in entries[1:]] == [
        ("follow_up_set", "manager"),
        ("follow_up_done", "coach"),
        ("follow_up_dropped", "manager"),
    ]
    assert entries[1]["details"] == PRAISE


async def test_its_owner_sees_the_assessment_and_may_do_no_more_than_finish_it(
    database: Database, coaching: Api
) -> None:
    id = await opened(database)
    owner = coaching.as_("billing-boss")
    assert (await owner.get(f"/assessments/{id}")).status_code == 403
    body = PRAISE | {"owner_id": "billing-boss"}
    await coaching.as_("manager").put(f"/assessments/{id}/follow-up", json=body)
    assert (await owner.get(f"/assessments/{id}")).status_code == 200
    coach = coaching.as_("billing-boss", Role.COACH)
    assert (await coach.put(f"/assessments/{id}/follow-up", json=PRAISE)).status_code == 403
    assert (await coach.delete(f"/assessments/{id}/follow-up")).status_code == 403
    assert (await owner.post(f"/assessments/{id}/follow-up/done")).status_code == 200


async def test_only_the_coach_or_an_admin_sets_it_and_others_do_not_finish_it(
    database: Database, coaching: Api
) -> None:
    id = await opened(database)
    for person in ("coach", "agent", "biller"):
        refused = await coaching.as_(person).put(f"/assessments/{id}/follow-up", json=PRAISE)
        assert refused.status_code == 403
    body = PRAISE | {"owner_id": "operator"}
    assert (await coaching.as_("admin").put(f"/assessments/{id}/follow-up", json=body)).status_code == 200
    for person in ("coach", "agent", "biller"):
        assert (await coaching.as_(person).post(f"/assessments/{id}/follow-up/done")).status_code == 403
    assert (await coaching.as_("admin").post("/assessments/none/follow-up/done")).status_code == 404


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"kind": "fire"}, "kind", "invalid"),
        ({"owner_id": "nobody-of-that-name"}, "owner_id", "unknown-owner"),
        ({"owner_id": "left"}, "owner_id", "unknown-owner"),
        ({"owner_id": "agent"}, "owner_id", "own-trainee"),
        ({"due_on": (TODAY - timedelta(days=1)).isoformat()}, "due_on", "due-in-the-past"),
        ({"due_on": "soon"}, "due_on", "invalid"),
        ({"done_at": NOW.isoformat()}, "done_at", "invalid"),
    ],
)
async def test_one_that_makes_no_sense_is_refused_by_name(
    database: Database, coaching: Api, change: dict[str, object], field: str, code: str
) -> None:
    await tell_directory(database, a_person("left", active=False))
    id = await opened(database)
    answer = await coaching.as_("manager").put(f"/assessments/{id}/follow-up", json=PRAISE | change)
    assert (field_of(answer), answer.json()["type"]) == (field, f"/problems/{code}")


async def test_each_refusal_says_what_to_do(database: Database, coaching: Api) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    path = f"/assessments/{id}/follow-up"
    for answer in (await manager.delete(path), await manager.post(f"{path}/done")):
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/no-follow-up")
    await manager.put(path, json=PRAISE)
    await manager.post(f"{path}/done")
    twice = await manager.post(f"{path}/done")
    assert (twice.status_code, twice.json()["type"]) == (409, "/problems/follow-up-done")
    await manager.post(f"/assessments/{id}/close", json={"reason": "left"})
    closed = await manager.put(path, json=PRAISE | {"kind": "more_coaching"})
    assert (closed.status_code, closed.json()["type"]) == (409, "/problems/closed-incomplete")


async def test_changes_of_it_heed_what_their_caller_has_seen(database: Database, coaching: Api) -> None:
    id, manager = await opened(database), coaching.as_("manager")
    path = f"/assessments/{id}/follow-up"
    await manager.put(path, json=PRAISE)
    answers = (
        await manager.put(path, json=PRAISE, headers=STALE),
        await manager.delete(path, headers=STALE),
        await manager.post(f"{path}/done", headers=STALE),
    )
    for answer in answers:
        assert (answer.status_code, answer.json()["current"]["revision"]) == (412, 2)


async def test_pages_together_hold_all_the_first_due_first(database: Database, coaching: Api) -> None:
    ids = await several(database, coaching, days=[3, 1, 2, 1])
    coach = coaching.as_("coach")
    pages: list[str] = []
    after: str | None = ""
    while after is not None:
        page = (await coach.get(f"/follow-ups?limit=1&after={after}")).json()
        pages += [each["assessment_id"] for each in page["items"]]
        after = page["next"]
    assert pages == [*sorted([ids[1], ids[3]]), ids[2], ids[0]]
    soon = (TODAY + timedelta(days=2)).isoformat()
    assert await listed(coaching, "coach", due_before=soon) == pages[:2]
    assert field_of(await coach.get("/follow-ups?after=WyJ4IiwieSJd")) == "after"
    file = (await coach.get("/follow-ups.csv")).text.splitlines()
    assert [line.split(",")[0] for line in file] == ["assessment_id", *pages]


async def test_managers_see_those_of_their_teams_and_of_no_others(database: Database, coaching: Api) -> None:
    (id,) = await several(database, coaching, days=[1])
    assert await listed(coaching, "manager", led=True) == [id]
    assert await listed(coaching, "manager", team="payments") == [id]
    assert await listed(coaching, "admin", led=True) == [id]
    assert await listed(coaching, "billing-boss", led=True) == []
    assert await listed(coaching, "agent", led=True) == []
    for person, team in (("billing-boss", "payments"), ("agent", "payments"), ("manager", "billing")):
        assert (await coaching.as_(person).get(f"/follow-ups?team={team}")).status_code == 403
