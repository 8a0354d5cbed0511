"""Tells a running stack's services the demo's catalogue, over HTTP and as often as wanted."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterable, Mapping

import httpx

from devstack.demo import definitions
from devstack.demo.company import Company
from devstack.demo.definitions import Definition
from devstack.failures import StackError

AT_ONCE = 8
PATIENCE_SECONDS = 60.0
"""How long to wait for a service to learn of persons and skills that were published a moment ago."""

_NOT_YET = {httpx.codes.NOT_FOUND, httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.BAD_GATEWAY}


async def load_catalogue(apis: Mapping[str, httpx.AsyncClient], company: Company) -> None:
    """Defines skills, surveys, courses, catalogs and held skills; opportunities are switched off yet.

    ``apis`` has a client for each of skills, coaching and learning, signed in as an administrator.
    The persons must be published before. A repeat changes nothing. Raises StackError on a refusal.
    """
    for definition in definitions.skills():  # parents come before their children
        await _define(apis, definition)
    await _define_all(apis, definitions.surveys())
    await _define_all(apis, definitions.opportunities(active=False))
    await _define_all(apis, definitions.courses())
    await _define_all(apis, definitions.catalogs(company))
    await _define_all(apis, definitions.held_skills(company))


async def start_coaching(apis: Mapping[str, httpx.AsyncClient]) -> None:
    """Switches the opportunities on; a repeat changes nothing."""
    await _define_all(apis, definitions.opportunities(active=True))


async def _define_all(apis: Mapping[str, httpx.AsyncClient], wanted: Iterable[Definition]) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def define(definition: Definition) -> None:
        async with gate:
            await _define(apis, definition)

    async with asyncio.TaskGroup() as group:
        for definition in wanted:
            group.create_task(define(definition))


async def _define(apis: Mapping[str, httpx.AsyncClient], definition: Definition) -> None:
    """Posts until it is there. 409 means that it was there already."""
    api = apis[definition.service]
    if definition.versioned and await _is_ours(api, definition):
        return
    deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    while True:
        headers = {"Idempotency-Key": _key(definition)}
        response = await api.post(definition.path, json=definition.body, headers=headers)
        if response.is_success or response.status_code == httpx.codes.CONFLICT:
            return
        if not _is_early(response) or asyncio.get_running_loop().time() > deadline:
            raise StackError(f"{definition.service} refused {definition.path}: {response.text[:500]}")
        await asyncio.sleep(0.5)


async def _is_ours(api: httpx.AsyncClient, definition: Definition) -> bool:
    found = await api.get(f"{definition.path}/{definition.body['id']}")
    if not found.is_success or found.json().get("name") != definition.body["name"]:
        return False
    # what was switched on stays on
    return bool(found.json().get("active", True)) or not definition.body.get("active", True)


def _is_early(response: httpx.Response) -> bool:
    """Whether the service may just not have read yet what this definition builds on."""
    return response.status_code in _NOT_YET or "/problems/unknown-skill" in response.text


def _key(definition: Definition) -> str:
    text = json.dumps([definition.path, definition.body], sort_keys=True)
    return f"demo-{hashlib.sha256(text.encode()).hexdigest()[:32]}"
