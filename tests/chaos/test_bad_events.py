"""Promise 6: malformed and poisonous events are set aside while the rest flows, and come back in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.chaos.ledger import QUARANTINE
from tests.chaos.load import Load
from tests.running.callers import Caller
from tests.running.company import a_closed_task, task
from tests.running.crew import Crew
from tests.running.databases import rows, value
from tests.running.settled import eventually, until_settled
from touchline_contracts.tasks import TaskClosed, TaskReopened

PLANT = "ALTER TABLE task ADD CONSTRAINT planted CHECK (category IS DISTINCT FROM 'poison') NOT VALID"
FIX = "ALTER TABLE task DROP CONSTRAINT planted"
FAILED = "SELECT count(*) FROM quarantine WHERE kind = 'failed'"
STATE_OF = "SELECT revision, state FROM task WHERE number = $1"
KNOWN = "SELECT number, revision FROM task WHERE number LIKE 'L%'"
SNAPSHOT = "when_task_changed_keep_snapshot"
POISONED = tuple(f"P{n}" for n in range(5))
JUNK: tuple[tuple[bytes | None, bytes | None, dict[str, bytes]], ...] = (
    (b"M0", b'{"number": "M0"}', {}),
    (b"M1", b"not json", {}),
    (
        b"M2",
        b'{"number": "M2\\u0000", "kind": "case", "state": "x", "opened_at": "2026-01-01T00:00:00Z"}',
        {},
    ),
    (b"M3", b"{}", {"ce_type": b"task.closed.v9"}),
    (b"M4", b"{}", {"ce_id": b"\xff"}),
    (None, b"", {}),
)


async def test_bad_events_are_set_aside_the_rest_flows_and_a_replay_keeps_the_order(
    crew: Crew, load: Load
) -> None:
    url = crew.databases["coaching"]
    crew.databases = {"coaching": url}
    await crew.start_all("coaching", "workspace")
    await load.tell_the_directory()
    await until_settled(crew.kafka, crew.databases)
    await rows(url, PLANT)
    async with load.flowing(most=400):
        await _publish_junk(load)
        await _publish_poison(load, url)
    await until_settled(crew.kafka, crew.databases)
    assert {number: revision for number, revision in await rows(url, KNOWN)} == load.revisions  # noqa: C416
    operator = load.callers.as_("operator")
    await _all_is_set_aside(operator, url)
    await _fails_again_while_nothing_was_mended(operator)
    await rows(url, FIX)
    await _comes_back_in_order(operator, url)
    assert await rows(url, f"{QUARANTINE} WHERE state IN ('quarantined', 'parked')") == []


async def _publish_junk(load: Load) -> None:
    """Each piece of junk, and behind it a good event of the same key."""
    for number, (key, content, changed) in enumerate(JUNK):
        named = {"ce_id": b"junk-%d" % number, "ce_source": b"/junk", "ce_specversion": b"1.0"}
        headers = named | {"ce_type": TaskClosed.TYPE.encode()} | changed
        await load.publisher.raw(TaskClosed.TOPIC, key, content, list(headers.items()))
        if key is not None:
            await load.send(a_closed_task(key.decode(), revision=2))


async def _publish_poison(load: Load, url: str) -> None:
    """What is wrong with the service hits the first event of each task; its later ones come after that."""
    for number in POISONED:
        await load.send(a_closed_task(number, category="poison"))

    async def set_aside() -> bool:
        return await value(url, FAILED) == len(POISONED)

    await eventually(set_aside)
    for number in POISONED:
        await load.send(
            task(TaskReopened, number, revision=2, state="open", reopen_count=1),
            a_closed_task(number, revision=3, state="closed again", reopen_count=1),
        )
    await load.publisher.flush()


async def _all_is_set_aside(operator: Caller, url: str) -> None:
    quarantined = await operator.items("/coaching/quarantine", state="quarantined")
    assert sorted(item["key"] or "" for item in quarantined if item["kind"] == "malformed") == [
        "",
        *(f"M{n}" for n in range(5)),
    ]
    failed = [item for item in quarantined if item["kind"] == "failed"]
    assert sorted((item["key"], item["subscription"]) for item in failed) == [(n, SNAPSHOT) for n in POISONED]
    assert all("planted" in item["reason"] for item in failed)
    parked = await operator.items("/coaching/quarantine", state="parked")
    behind = sorted(item["key"] for item in parked)
    assert behind == sorted([*(f"M{n}" for n in range(5)), *POISONED, *POISONED])
    for number in POISONED:
        assert await rows(url, STATE_OF, number) == []


async def _fails_again_while_nothing_was_mended(operator: Caller) -> None:
    (first,) = await _heads(operator, POISONED[:1])
    settled = await operator.post(f"/coaching/quarantine/{first['id']}/replay")
    assert settled["state"] == "quarantined"
    assert "planted" in settled["reason"]


async def _comes_back_in_order(operator: Caller, url: str) -> None:
    """Replayed where the service was at fault, discarded where the event was; what waits behind goes on."""
    for head in await _heads(operator, POISONED):
        settled = await operator.post(f"/coaching/quarantine/{head['id']}/replay")
        assert (settled["state"], settled["applied"]) == ("replayed", 3), settled
        assert await rows(url, STATE_OF, head["key"]) == [(3, "closed again")]
    for head in await operator.items("/coaching/quarantine", state="quarantined"):
        settled = await operator.post(f"/coaching/quarantine/{head['id']}/discard")
        assert (settled["state"], settled["applied"]) == ("discarded", 0 if head["key"] is None else 1)
        if head["key"]:
            assert await rows(url, STATE_OF, head["key"]) == [(2, "closed")]


async def _heads(operator: Caller, keys: Sequence[str]) -> list[dict[str, Any]]:
    found = await operator.items("/coaching/quarantine", state="quarantined")
    return [item for item in found if item["key"] in keys]
