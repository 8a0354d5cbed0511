"""Every list is also a CSV file, with the list's own filters, scope and problems."""

from __future__ import annotations

import csv
import io

import pytest

from touchline_runtime.http.cells import cell
from touchline_runtime.testing import Api
from touchline_runtime.transaction import Database


async def given_notes(database: Database, count: int, text: str = "note") -> None:
    async with database.reading() as conn:
        await conn.execute(
            "insert into note (id, text, stars) select 'n' || lpad(n::text, 6, '0'), $2, 0"
            " from generate_series(1, $1::integer) as n",
            count,
            text,
        )


async def test_a_file_holds_every_row_of_all_pages_once(database: Database, notebook: Api) -> None:
    await given_notes(database, 450)
    answer = await notebook.as_("agent").get("/notes.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="notes.csv"'
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["id", "text"]
    assert [id for id, _ in rows[1:]] == [f"n{n:06}" for n in range(1, 451)]


async def test_the_lists_filters_hold_and_an_empty_file_has_its_header(
    database: Database, notebook: Api
) -> None:
    await given_notes(database, 3)
    agent = notebook.as_("agent")
    assert len((await agent.get("/notes.csv", params={"text": "note"})).text.splitlines()) == 4
    assert (await agent.get("/notes.csv", params={"text": "other"})).text == "id,text\r\n"


async def test_what_goes_wrong_is_a_problem_and_no_half_a_file(notebook: Api) -> None:
    assert (await notebook.anonymous().get("/notes.csv")).status_code == 401
    agent = notebook.as_("agent")
    for query in ({"limit": 3}, {"after": "x"}, {"tex": "a"}):
        refused = await agent.get("/notes.csv", params=query)
        assert refused.status_code == 422
        assert refused.headers["content-type"] == "application/problem+json"
    assert (await notebook.as_("manager").get("/teams/none/notes.csv")).status_code == 403


async def test_a_path_with_an_id_does_not_take_the_file_for_one(notebook: Api) -> None:
    assert (await notebook.as_("agent").get("/notes/notes.csv")).status_code == 404
    assert (await notebook.as_("agent").get("/persons/agent/notes.csv")).status_code in (200, 403)


async def test_a_long_list_comes_whole(database: Database, notebook: Api) -> None:
    await given_notes(database, 2_000, "x" * 1_000)
    sizes = []
    async with notebook.as_("agent").stream("GET", "/notes.csv") as answer:
        async for chunk in answer.aiter_raw():
            sizes.append(len(chunk))
    assert len(sizes) >= 1
    assert sum(sizes) > 2_000_000


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-cmd", "'-cmd"),
        ("@sum(a1)", "'@sum(a1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("-3.5", "-3.5"),
        (-3, "-3"),
        ("+49", "+49"),
        ("plain", "plain"),
        (None, ""),
        (True, "true"),
        (["a", "b"], "a; b"),
        (["=a", "b"], "'=a; b"),
        ([{"a": 1}], '[{"a":1}]'),
        ({"a": None}, '{"a":null}'),
    ],
)
def test_a_cell_is_text_that_no_spreadsheet_runs(value: object, written: str) -> None:
    assert cell(value) == written


async def test_openapi_tells_of_the_file(notebook: Api) -> None:
    told = notebook.app.openapi()["paths"]["/notes.csv"]["get"]
    assert told["operationId"] == "list_notes_csv"
    assert "text/csv" in told["responses"]["200"]["content"]
    assert {parameter["name"] for parameter in told["parameters"]} == {"text"}
