"""Lets aiokafka know a lost connection when it meets one under uvloop."""

from __future__ import annotations

from functools import wraps
from typing import Any

from aiokafka.conn import AIOKafkaConnection, CloseReason
from aiokafka.errors import KafkaConnectionError, KafkaError

_send = AIOKafkaConnection.send


def tell_lost_connections() -> None:
    """Makes a request on a connection that uvloop has closed fail as on any lost one: KafkaConnectionError.

    asyncio's transports take such a request in silence and the waiting answer fails; uvloop's raise
    RuntimeError, for which aiokafka is not prepared (its issue 1038): the task that keeps its metadata ends,
    and a consumer or producer waits for ever after an outage. For the whole process, and only once.
    """
    AIOKafkaConnection.send = _told


@wraps(_send)
def _told(self: Any, request: Any, expect_response: bool = True) -> Any:
    try:
        return _send(self, request, expect_response)
    except KafkaError:
        raise
    except RuntimeError as error:
        self.close(reason=CloseReason.CONNECTION_BROKEN)
        raise KafkaConnectionError(f"Connection at {self.host}:{self.port} broken: {error}") from error
