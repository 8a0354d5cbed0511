"""Promise 14: a correlation id goes from the caller into the answer, the log and every event that follows."""

from __future__ import annotations

import pytest

from touchline_runtime.testing import Api, sent
from touchline_runtime.transaction import Database

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"x-correlation-id": "ticket-7"}, "ticket-7"),
        ({"traceparent": TRACE}, "4bf92f3577b34da6a3ce929d0e0e4736"),
        ({"x-correlation-id": "ticket-7", "traceparent": TRACE}, "ticket-7"),
    ],
)
async def test_what_the_caller_gave_is_kept(
    notebook: Api, database: Database, headers: dict[str, str], expected: str
) -> None:
    answer = await notebook.as_("coach").post("/notes", json={"text": "a"}, headers=headers)
    [received] = await sent(database)
    assert answer.headers["x-correlation-id"] == received.envelope.correlation_id == expected
    assert received.envelope.traceparent == headers.get("traceparent")


@pytest.mark.parametrize("given", ["", "a b", "x" * 201, "é"])
async def test_what_is_no_id_is_replaced(notebook: Api, given: str) -> None:
    headers = {"x-correlation-id": given.encode(), "traceparent": b"00-nonsense"}
    answer = await notebook.as_("coach").get("/notes", headers=headers)  # type: ignore[arg-type]
    assert answer.headers["x-correlation-id"] not in ("", given)


async def test_also_a_refusal_and_an_unknown_path_say_their_id(notebook: Api) -> None:
    for path in ("/notes", "/nowhere"):
        answer = await notebook.anonymous().get(path, headers={"x-correlation-id": "c-9"})
        assert answer.headers["x-correlation-id"] == "c-9"
