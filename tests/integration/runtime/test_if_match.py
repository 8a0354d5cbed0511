"""Two people edit the same thing: the second one is told, where they say what they have seen."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from touchline_runtime.testing import Api


async def a_note(notebook: Api) -> str:
    written = await notebook.as_("coach").post("/notes", json={"text": "first", "stars": 1})
    return str(written.json()["id"])


async def rewrite(caller: httpx.AsyncClient, id: str, text: str, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await caller.post(f"/notes/{id}/text", json={"text": text}, headers=named)


async def test_an_answer_carries_the_etag_that_the_next_edit_names(notebook: Api) -> None:
    id, coach = await a_note(notebook), notebook.as_("coach")
    first = await rewrite(coach, id, "second", If_Match='"1"')
    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    assert (await rewrite(coach, id, "third", If_Match=first.headers["etag"])).status_code == 200
    assert "etag" not in (await coach.get(f"/notes/{id}")).headers


async def test_who_edits_what_was_changed_meanwhile_gets_how_it_stands_now(notebook: Api) -> None:
    id, coach = await a_note(notebook), notebook.as_("coach")
    await rewrite(coach, id, "second")
    late = await rewrite(coach, id, "late", If_Match='"1"')
    assert (late.status_code, late.headers["etag"]) == (412, '"2"')
    problem = late.json()
    assert problem["type"] == "/problems/changed-meanwhile"
    assert problem["current"] == {"id": id, "text": "second", "revision": 2}
    assert "If-Match" in problem["detail"]
    assert (await coach.get(f"/notes/{id}")).json()["text"] == "second"


async def test_of_two_edits_at_once_one_is_done(notebook: Api) -> None:
    id, coach = await a_note(notebook), notebook.as_("coach")
    answers = await asyncio.gather(*(rewrite(coach, id, text, If_Match='"1"') for text in "ab"))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    (lost,) = (answer.json() for answer in answers if answer.status_code == 412)
    assert lost["current"]["text"] == (await coach.get(f"/notes/{id}")).json()["text"]


@pytest.mark.parametrize("tag", ["*", None])
async def test_without_a_revision_the_last_writer_wins(notebook: Api, tag: str | None) -> None:
    id, coach = await a_note(notebook), notebook.as_("coach")
    for text in ("second", "third"):
        answer = await rewrite(coach, id, text, **({"If_Match": tag} if tag else {}))
        assert answer.status_code == 200
    assert (await coach.get(f"/notes/{id}")).json()["text"] == "third"


@pytest.mark.parametrize(
    "tag", ["1", 'W/"1"', '"1", "2"', '""', '"a"', "", "x" * 1000, '"-1"', '"1' + "0" * 20]
)
async def test_a_tag_that_is_none_is_refused_naming_the_header(notebook: Api, tag: str) -> None:
    id = await a_note(notebook)
    answer = await rewrite(notebook.as_("coach"), id, "second", If_Match=tag)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert fault["field"] == "If-Match"
    assert "ETag" in fault["reason"]


async def test_the_revision_is_never_taken_from_the_body(notebook: Api) -> None:
    id, body = await a_note(notebook), {"text": "second", "if_match": '"1"'}
    answer = await notebook.as_("coach").post(f"/notes/{id}/text", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "if_match")


async def test_a_repeated_edit_gets_its_first_answer_with_its_etag(notebook: Api) -> None:
    id, coach = await a_note(notebook), notebook.as_("coach")
    answers = [await rewrite(coach, id, "second", If_Match='"1"', Idempotency_Key="k") for _ in range(2)]
    assert [(answer.status_code, answer.headers["etag"]) for answer in answers] == [(200, '"2"')] * 2
    assert answers[0].content == answers[1].content


async def test_the_header_is_refused_where_nothing_compares_it(notebook: Api) -> None:
    seen, coach = {"If-Match": '"1"'}, notebook.as_("coach")
    answer = await coach.post("/notes", json={"text": "first"}, headers=seen)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "If-Match")
    assert (await coach.get("/notes", headers=seen)).json()["items"] == []


async def test_the_header_and_its_problem_are_documented_where_they_apply(notebook: Api) -> None:
    paths = notebook.app.openapi()["paths"]
    edit = paths["/notes/{note_id}/text"]["post"]
    assert ("If-Match", "header") in [(each["name"], each["in"]) for each in edit["parameters"]]
    assert "412" in edit["responses"]
    others = [operation for path in paths.values() for operation in path.values() if operation != edit]
    assert all("412" not in operation["responses"] for operation in others)
