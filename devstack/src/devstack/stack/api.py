"""Calls to a running stack over HTTP, signed in as a persona."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx

from devstack.failures import StackError
from devstack.issuer.key import read_key
from devstack.issuer.token import sign
from devstack.stack.state import StackRecord, StateFolder
from touchline_runtime.personas import PERSONAS


@asynccontextmanager
async def signed_in(
    state: StateFolder, record: StackRecord, persona: str, services: Sequence[str]
) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """A client for each service's API at the gateway, with a persona's token.

    Raises StackError where the stack cannot be reached.
    """
    token = sign(read_key(state.key), persona, PERSONAS[persona], lifetime=timedelta(hours=1))
    headers = {"Authorization": f"Bearer {token}"}
    async with AsyncExitStack() as clients:
        apis = {
            service: await clients.enter_async_context(
                httpx.AsyncClient(
                    base_url=f"{record.address}/api/{service}", headers=headers, timeout=30, trust_env=False
                )
            )
            for service in services
        }
        try:
            yield apis
        except httpx.TransportError as error:
            reason = str(error) or type(error).__name__
            raise StackError(f"the stack at {record.address} does not answer: {reason}") from None


def body_of(response: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer. Raises StackError with the problem's detail where it is one."""
    try:
        body = response.json()
    except ValueError:
        body = {}
    if response.is_success and isinstance(body, dict):
        return body
    detail = body.get("detail") if isinstance(body, dict) else None
    raise StackError(detail or f"{response.request.url.path} answered {response.status_code}")
