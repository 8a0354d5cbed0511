"""Lines of events: what is refused and why, what is sent and how."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer

from devstack.failures import StackError
from devstack.kafka import Kafka
from devstack.publishing.checking import MAX_BYTES, check_line
from devstack.publishing.reading import open_source
from devstack.publishing.sending import Refused, Tally, publish_all
from touchline_contracts.envelope import MalformedEvent, decode
from touchline_contracts.tasks import TaskClosed
from touchline_runtime.ids import new_id


def closed(number: str = "CS-1", **changes: Any) -> dict[str, Any]:
    data = {"number": number, "kind": "case", "state": "closed", "opened_at": "2026-03-01T09:00:00Z"}
    return {
        "specversion": "1.0",
        "id": f"closed-{number}",
        "source": "urn:test",
        "type": "task.closed.v1",
        "data": data,
    } | changes


def line(event: Any) -> bytes:
    return json.dumps(event).encode()


@pytest.mark.parametrize(
    ("text", "field", "reason"),
    [
        (b"{", "event", "not valid JSON"),
        (b"[]", "event", "must be a JSON object"),
        (line(closed(specversion="0.3")), "specversion", "must be 1.0"),
        (line({k: v for k, v in closed().items() if k != "id"}), "id", "missing or empty"),
        (line({k: v for k, v in closed().items() if k != "data"}), "data", "has no data"),
        (line(closed(type="task.burnt.v1")), "type", "no known event type"),
        (line(closed(time="yesterday")), "time", "RFC 3339"),
        (line(closed(time="2026-03-01T09:00:00")), "time", "must carry an offset"),
        (line(closed(data={"number": "CS-1"})), "kind", "missing required field"),
        (line(closed(data=closed()["data"] | {"reopen_count": -1})), "reopen_count", ">= 0"),
        (line(closed(data=closed()["data"] | {"extra": "x" * MAX_BYTES})), "data", "larger than"),
    ],
)
def test_a_line_is_refused_with_its_field_and_the_reason(text: bytes, field: str, reason: str) -> None:
    with pytest.raises(MalformedEvent) as refused:
        check_line(text)
    assert refused.value.field == field
    assert reason in refused.value.reason


def test_a_line_becomes_a_binary_mode_message_with_the_events_key_and_its_data_untouched() -> None:
    data = closed()["data"] | {"field_of_a_later_version": 7}
    message = check_line(line(closed(data=data, correlationid="c-1")))
    assert (message.topic, message.key) == ("touchline.tasks", b"CS-1")
    assert json.loads(message.value) == data
    received = decode(message.headers, message.value)
    assert isinstance(received.event, TaskClosed)
    assert received.envelope.correlation_id == "c-1"


@pytest.mark.parametrize("pack", [lambda raw: raw, gzip.compress], ids=["plain", "gzip"])
def test_lines_are_numbered_as_in_the_file_blank_ones_included(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "events"
    file.write_bytes(pack(b"first\n\n  \nfourth\n"))
    with open_source(str(file)) as source:
        assert list(source.lines()) == [(1, b"first\n"), (4, b"fourth\n")]
        assert source.done() == source.size


def test_a_missing_file_and_a_damaged_one_are_said_clearly(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="cannot be read"), open_source(str(tmp_path / "none")):
        pass
    broken = tmp_path / "broken.gz"
    broken.write_bytes(gzip.compress(b"line\n" * 1_000)[:-12])
    with open_source(str(broken)) as source, pytest.raises(StackError, match="damaged"):
        list(source.lines())


@pytest.mark.kafka
async def test_good_lines_are_published_in_order_and_bad_ones_counted(kafka: Kafka) -> None:
    number, refused = f"CS-{new_id()}", list[Refused]()
    tally = Tally(refused.append)
    events = [closed(number, id=f"{number}/{turn}") for turn in range(50)]
    texts = [*map(line, events[:25]), b"nonsense", *map(line, events[25:])]
    lines = [(place, partial(check_line, text)) for place, text in enumerate(texts, start=1)]
    await publish_all(lines, tally, bootstrap=kafka.bootstrap, idempotent=kafka.idempotent)
    assert (tally.accepted, tally.refused) == (50, 1)
    assert [(one.line, one.field) for one in refused] == [(26, "event")]
    assert await ids_of(kafka, number, 50) == [event["id"] for event in events]


async def test_a_broker_that_is_not_there_is_said_clearly() -> None:
    tally = Tally(lambda refused: None)
    with pytest.raises(StackError, match="did not take the events"):
        await publish_all([], tally, bootstrap="127.0.0.1:9", idempotent=False)


async def ids_of(kafka: Kafka, number: str, count: int) -> list[str]:
    consumer = AIOKafkaConsumer(
        "touchline.tasks", bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest"
    )
    found: list[str] = []
    async with consumer:
        while len(found) < count:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                mine = (record for record in records if record.key == number.encode())
                found += [decode(record.headers, record.value).envelope.id for record in mine]
    return found
