"""What is proposed or rejected under the id of a merged skill is so for its target."""

from __future__ import annotations

import httpx
import pytest

from tests.integration.skills.merging import define, give, held, merge
from tests.integration.skills.proposing import decide, listed, predict
from touchline_runtime.transaction import Database


@pytest.fixture(autouse=True)
async def catalogue(admin: httpx.AsyncClient, database: Database) -> None:
    await define(admin)
    await database.pool.execute("DELETE FROM outbox")


async def test_a_proposal_goes_on_as_one_of_the_target(admin: httpx.AsyncClient, database: Database) -> None:
    await predict(database)
    await merge(admin)
    (proposal,) = await listed(admin, skill="refunds")
    assert (proposal["skill_id"], proposal["state"]) == ("repayments", "requested")
    detail = (await admin.get(f"/proposals/{proposal['id']}")).json()
    assert [(each["kind"], each["actor"]) for each in detail["activity"]][1:] == [("merged", "admin")]
    await decide(admin, "approve")
    assert await held(admin) == [("repayments", 2)]


@pytest.mark.parametrize("why", ["held", "held by the merge", "proposed", "rejected"])
async def test_a_proposal_that_the_target_makes_needless_ends(
    admin: httpx.AsyncClient, database: Database, why: str
) -> None:
    await predict(database)
    if why in ("held", "held by the merge"):
        await give(admin, "repayments" if why == "held" else "refunds", 2)
    else:
        await predict(database, 2, skill_id="repayments")
    (old,) = await listed(admin, skill="refunds")
    if why == "rejected":
        (other,) = await listed(admin, skill="repayments")
        await admin.post(f"/proposals/{other['id']}/reject", json={})
    await merge(admin)
    (ended,) = await listed(admin, state="merged")
    assert (ended["id"], ended["decided_by"], ended["undo_until"]) == (old["id"], "admin", None)
    assert await listed(admin, state="lifted") == []
    answer = await admin.post(f"/proposals/{old['id']}/approve", json={})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/already-decided")
    assert (await admin.get(f"/proposals/{old['id']}")).json()["state"] == "merged"


async def test_what_was_rejected_under_either_id_is_not_proposed_again(
    admin: httpx.AsyncClient, database: Database
) -> None:
    await predict(database)
    await decide(admin, "reject")
    await merge(admin)
    for number, skill in ((2, "refunds"), (3, "repayments")):
        await predict(database, number, skill_id=skill)
    assert [item["state"] for item in await listed(admin)] == ["rejected"]
    for known_as in ("refunds", "repayments", "moneyback"):
        ignored = (await admin.get("/ignored-predictions", params={"skill": known_as})).json()["items"]
        assert [item["reason"] for item in ignored] == ["rejected", "rejected"]
    await decide(admin, "lift")
    await predict(database, 4, skill_id="repayments")
    assert [item["state"] for item in await listed(admin)] == ["requested", "lifted"]


async def test_lifting_one_of_two_rejections_of_merged_skills_lifts_both(
    admin: httpx.AsyncClient, database: Database
) -> None:
    for number, skill in ((1, "refunds"), (2, "repayments")):
        await predict(database, number, skill_id=skill)
    proposals = await listed(admin)
    for proposal in proposals:
        await admin.post(f"/proposals/{proposal['id']}/reject", json={})
    await merge(admin)
    await predict(database, 3, skill_id="repayments")
    assert await listed(admin, state="requested") == []
    await admin.post(f"/proposals/{proposals[0]['id']}/lift", json={"comment": "Trained since."})
    assert len(await listed(admin, state="lifted")) == 2
    (activity,) = (await admin.get(f"/proposals/{proposals[1]['id']}")).json()["activity"][-1:]
    assert (activity["kind"], activity["comment"]) == ("lifted", "Trained since.")
    await predict(database, 4, skill_id="repayments")
    assert len(await listed(admin, state="requested")) == 1
