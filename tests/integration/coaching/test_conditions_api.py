"""Conditions over HTTP: the fields there are, drafts looked at, and opportunities of guided rows."""

from __future__ import annotations

from typing import Any

import pytest

from coaching.conditions.fields import FIELDS
from tests.integration.coaching.calls import field_of
from tests.integration.coaching.seen import publish
from touchline_contracts.coaching import AssessmentOpened
from touchline_runtime.http import encode_cursor
from touchline_runtime.testing import Api
from touchline_runtime.testing.events import a_task_closed
from touchline_runtime.transaction import Database

GUIDED: dict[str, Any] = {
    "all": [
        {"field": "handle_minutes", "operator": "greater", "value": 10},
        {"field": "attributes.region", "operator": "one_of", "value": ["emea", "apac"]},
    ]
}
CEL = 'handle_minutes > 10 && attributes["region"] in ["emea", "apac"]'
LONG: dict[str, Any] = {"name": "Long", "event_types": ["task.closed"], "guided": GUIDED}


async def test_an_opportunity_of_guided_rows_opens_assessments_and_shows_both(
    database: Database, coaching: Api
) -> None:
    made = (await coaching.as_("admin").post("/opportunities", json=LONG)).json()
    assert (made["guided"], made["condition"]) == (GUIDED, CEL)
    assert (await coaching.as_("coach").get(f"/opportunities/{made['id']}")).json() == made
    short = a_task_closed(number="CS1", handle_minutes=9, attributes={"region": "emea"})
    long = a_task_closed(number="CS2", handle_minutes=11, attributes={"region": "emea"})
    (opened,) = await publish(database, short, long)
    assert isinstance(opened, AssessmentOpened)
    assert opened.task_number == "CS2"


async def test_a_next_version_in_cel_has_no_rows_any_more(coaching: Api) -> None:
    admin = coaching.as_("admin")
    made = (await admin.post("/opportunities", json=LONG)).json()
    cel = {**LONG, "id": made["id"], "condition": "true", "guided": None}
    changed = (await admin.post("/opportunities", json=cel)).json()
    assert (changed["version"], changed["condition"], changed["guided"]) == (2, "true", None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"condition": "true"}, "condition"),
        ({"guided": None}, "condition"),
        ({"guided": {"all": []}}, "guided.all"),
        ({"guided": {"all": [{"field": "handle_minute"}]}}, "guided.all.0.field"),
        ({"guided": {"all": [{**GUIDED["all"][0], "value": {"a": 1}}]}}, "guided.all.0.value"),
        ({"guided": {"some": [GUIDED]}}, "guided.some"),
    ],
)
async def test_rows_that_make_no_sense_are_refused_by_their_place(
    coaching: Api, change: dict[str, object], field: str
) -> None:
    assert field_of(await coaching.as_("admin").post("/opportunities", json=LONG | change)) == field


async def test_groups_nested_beyond_reason_are_refused(coaching: Api) -> None:
    body = '{"guided": ' + '{"all": [' * 900 + "{}" + "]}" * 900 + "}"
    headers = {"content-type": "application/json"}
    answer = await coaching.as_("admin").post("/conditions/check", content=body, headers=headers)
    assert answer.status_code == 422


async def test_a_draft_of_rows_is_answered_with_its_cel_and_stores_nothing(coaching: Api) -> None:
    before = (await coaching.as_("coach").get("/opportunities")).json()
    checked = (await coaching.as_("coach").post("/conditions/check", json={"guided": GUIDED})).json()
    assert checked == {"condition": CEL, "fields": ["handle_minutes", "attributes"], "fault": None}
    assert (await coaching.as_("coach").get("/opportunities")).json() == before


async def test_a_draft_with_a_fault_is_answered_with_its_place_and_what_was_meant(coaching: Api) -> None:
    draft = {"condition": "handle_minutes > 10 &&\n  hadle_minutes < 20"}
    fault = (await coaching.as_("coach").post("/conditions/check", json=draft)).json()["fault"]
    assert fault == {
        "field": "condition",
        "reason": "undeclared reference to 'hadle_minutes'",
        "line": 2,
        "column": 3,
        "hints": ["Did you mean handle_minutes?"],
    }


async def test_a_draft_of_rows_with_a_fault_names_the_row(coaching: Api) -> None:
    draft = {"guided": {"any": [{"field": "skills", "operator": "contains", "value": "sql"}]}}
    fault = (await coaching.as_("coach").post("/conditions/check", json=draft)).json()["fault"]
    assert (fault["field"], "has_not" in fault["reason"]) == ("guided.any.0.operator", True)


async def test_the_fields_are_listed_with_what_may_be_asked_of_them(coaching: Api) -> None:
    items = (await coaching.as_("coach").get("/fields")).json()["items"]
    assert [item["name"] for item in items] == list(FIELDS)
    minutes = next(item for item in items if item["name"] == "handle_minutes")
    assert (minutes["type"], minutes["example"]) == ("number", "10")
    assert "between" in [operator["name"] for operator in minutes["operators"]]


async def test_the_fields_come_in_pages(coaching: Api) -> None:
    coach = coaching.as_("coach")
    first = (await coach.get("/fields", params={"limit": 20})).json()
    second = (await coach.get("/fields", params={"limit": 20, "after": first["next"]})).json()
    assert [item["name"] for item in first["items"] + second["items"]] == list(FIELDS)


async def test_a_page_of_fields_after_none_that_there_is_is_refused(coaching: Api) -> None:
    answer = await coaching.as_("coach").get("/fields", params={"after": encode_cursor("unheard-of")})
    assert field_of(answer) == "after"


async def test_trainees_neither_check_conditions_nor_list_fields(coaching: Api) -> None:
    agent = coaching.as_("agent")
    assert (await agent.get("/fields")).status_code == 403
    assert (await agent.post("/conditions/check", json={"condition": "true"})).status_code == 403
