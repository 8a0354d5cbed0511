"""A request on a connection that uvloop has closed fails as on any lost one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvloop
from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import KafkaConnectionError, KafkaError
from aiokafka.protocol.metadata import MetadataRequest

from touchline_runtime import lost_connections
from touchline_runtime.lost_connections import tell_lost_connections

METADATA = 3


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    send = AIOKafkaConnection.send
    yield
    AIOKafkaConnection.send = send


async def nobody(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def asked_after_the_end() -> None:
    """Asks for metadata on a connection whose transport is closed and which does not know it yet."""
    server = await asyncio.start_server(nobody, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    connection: Any = AIOKafkaConnection(host, port)
    connection._reader, connection._writer = await asyncio.open_connection(host, port)
    connection._read_task = asyncio.create_task(asyncio.sleep(0))
    connection._closed_fut = asyncio.get_running_loop().create_future()
    connection._versions = {METADATA: (0, 5)}
    connection._writer.transport.abort()
    await asyncio.sleep(0.05)
    try:
        await connection.send(MetadataRequest(None))
    finally:
        server.close()


def under_uvloop(work: Callable[[], Any]) -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(work())


def test_a_request_on_a_closed_connection_says_that_it_is_lost() -> None:
    tell_lost_connections()
    with pytest.raises(KafkaConnectionError, match="broken"):
        under_uvloop(asked_after_the_end)


def test_without_it_the_request_fails_with_what_aiokafka_does_not_expect() -> None:
    AIOKafkaConnection.send = lost_connections._send
    with pytest.raises(RuntimeError, match="handler is closed") as failed:
        under_uvloop(asked_after_the_end)
    assert not isinstance(failed.value, KafkaError)
