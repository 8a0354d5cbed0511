"""Skills are imported from a spreadsheet: all rows or none."""

from __future__ import annotations

import httpx
import pytest

from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from touchline_runtime.testing import Api, outbox_of, react
from touchline_runtime.testing.events import an_assessment_completed
from touchline_runtime.transaction import Database

SHEET = """name,id,parent_id,category,tags
Refunds,,money,Cards,vip; night
"Back, and forth",sk-2,refunds,,
Money,,,,
"""


async def send(client: httpx.AsyncClient, text: str) -> httpx.Response:
    return await client.post("/skills/import", json={"csv": text})


async def test_a_sheet_defines_skills_with_parents_in_any_row(
    admin: httpx.AsyncClient, database: Database
) -> None:
    answer = await send(admin, SHEET)
    assert (answer.status_code, answer.json()) == (200, {"defined": 3, "changed": 0, "unchanged": 0})
    skill = (await admin.get("/skills/refunds")).json()
    assert (skill["parent_id"], skill["category"], skill["tags"]) == ("money", "Cards", ["vip", "night"])
    assert (await admin.get("/skills/sk-2")).json()["parent_id"] == "refunds"
    assert [event.TYPE for event in await outbox_of(database)] == ["skill.defined.v1"] * 3


async def test_the_same_sheet_again_changes_nothing(admin: httpx.AsyncClient, database: Database) -> None:
    await send(admin, SHEET)
    await database.pool.execute("DELETE FROM outbox")
    assert (await send(admin, SHEET)).json() == {"defined": 0, "changed": 0, "unchanged": 3}
    assert await outbox_of(database) == []


async def test_a_known_skill_changes_in_the_columns_of_the_sheet_only(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills", json={"name": "Refunds", "description": "kept", "category": "Cards"})
    answer = await send(admin, "\ufeffid,name,category\r\nrefunds,Money Back,\r\n")
    assert answer.json() == {"defined": 0, "changed": 1, "unchanged": 0}
    skill = (await admin.get("/skills/money-back")).json()
    assert (skill["id"], skill["description"], skill["category"]) == ("refunds", "kept", None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title\nRefunds\n", "name"),
        ("name,colour\nRefunds,red\n", "columns"),
        ("name,parent_id\nA,\nB,nobody\nC,nobody\n", "row 2: no skill 'nobody'; row 3"),
        ("name,parent_id\nA,b\nB,a\n", "row 1: "),
        ("name,parent_id\nKnown,a\nA,known\n", "row 1: "),
        ("name,level_type_id\nA,\nB,stars\n", "row 2: no level type 'stars'"),
        ("name\nA\n a \n", "row 2: the skill 'a' is in row 1 already"),
        ("name,id\nA,\n,b\n", "row 2: the name is empty"),
        ("name,id\nA\n", "row 1: "),
        ("name,id\nA,Not An Id\n", "row 1: "),
        ('name\n"A\n', "not CSV"),
        ("name,tags\nA," + "x" * 101 + "\n", "row 1: a tag"),
        ("name,tags\nA,\nB," + ";".join(map(str, range(51))) + "\n", "row 2: it has 51 tags"),
    ],
)
async def test_one_bad_row_refuses_the_sheet_and_is_named(
    admin: httpx.AsyncClient, text: str, said: str
) -> None:
    await admin.post("/skills", json={"name": "Known"})
    answer = await send(admin, text)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "csv")
    assert said in answer.text
    assert [skill["id"] for skill in (await admin.get("/skills")).json()["items"]] == ["known"]


async def test_a_retired_skill_in_a_sheet_refuses_it(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills", json={"name": "Refunds"})
    await admin.post("/skills/refunds/retire")
    answer = await send(admin, "name,category\nRefunds,Cards\n")
    assert (answer.status_code, "row 1: 'refunds' is retired" in answer.text) == (422, True)


async def test_two_rows_about_one_skill_by_different_ids_refuse_the_sheet(admin: httpx.AsyncClient) -> None:
    await admin.post("/skills", json={"name": "Card Payments", "id": "sk-17"})
    answer = await send(admin, "id,name\nsk-17,A\ncard-payments,B\n")
    assert (answer.status_code, "row 2: the skill 'sk-17' is in row 1" in answer.text) == (422, True)


async def test_awards_that_waited_for_an_imported_skill_are_granted(
    admin: httpx.AsyncClient, manager: httpx.AsyncClient, database: Database
) -> None:
    await react(database, when_assessment_completed_grant_skills, an_assessment_completed())
    await send(admin, SHEET)
    (held,) = (await manager.get("/persons/agent/skills")).json()["items"]
    assert held["skill_id"] == "refunds"


async def test_only_skill_administrators_import(served: Api) -> None:
    assert (await send(served.as_("manager"), SHEET)).status_code == 403


async def upload(client: httpx.AsyncClient, file: bytes, **headers: str) -> httpx.Response:
    return await client.post(
        "/skills/import", content=file, headers={"content-type": "text/csv; charset=utf-8", **headers}
    )


async def test_a_file_is_sent_as_it_is(admin: httpx.AsyncClient) -> None:
    answer = await upload(admin, "name\nRückgabe\n".encode())
    assert (answer.status_code, answer.json()["defined"]) == (200, 1)
    again = [await upload(admin, b"name\nRefunds\n", **{"Idempotency-Key": "once"}) for _ in range(2)]
    assert [answer.json()["defined"] for answer in again] == [1, 1]


@pytest.mark.parametrize(
    ("file", "said"),
    [(b"", "csv"), (b"name\n\xff\n", "byte 6"), (b"name\nA\x00\n", "NUL"), (b"title\n", "name")],
)
async def test_a_file_that_is_no_sheet_is_refused(admin: httpx.AsyncClient, file: bytes, said: str) -> None:
    answer = await upload(admin, file)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "csv")
    assert said in answer.text


async def test_a_file_is_taken_only_where_one_is_meant(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/skills", content=b"name", headers={"content-type": "text/csv"})
    assert answer.status_code == 422
