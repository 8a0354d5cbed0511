"""A workspace before two services: one that answers, one where nobody listens."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.integration.workspace.serving import Double, served
from workspace.app import Workspace
from workspace.proxy.limits import Limits
from workspace.upstream import Upstream


@pytest.fixture
def double() -> Double:
    """The service that answers."""
    return Double()


@pytest.fixture
async def caller(double: Double) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who calls the workspace."""
    async with served(double.app()) as behind:
        upstreams = (
            Upstream("coaching", "Coaching", "Opens assessments.", behind),
            Upstream("skills", "Skills", "Knows skills.", f"http://127.0.0.1:{free_port()}"),
        )
        workspace = Workspace(upstreams, Limits(answer=0.5, body=1_000))
        async with (
            served(workspace.app) as front,
            httpx.AsyncClient(base_url=front, trust_env=False) as client,
        ):
            yield client
        await workspace.aclose()


def free_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])
