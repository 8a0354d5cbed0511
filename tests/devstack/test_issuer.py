"""The embedded issuer: a kept key, tokens that services accept, nothing secret over HTTP."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import KeySet

from devstack.failures import NotRunning
from devstack.issuer.app import DISCOVERY, JWKS, create_issuer
from devstack.issuer.key import ensure_key, published, read_key
from devstack.issuer.personas import DOES
from devstack.issuer.token import AUDIENCE, sign
from touchline_runtime.auth import EMBEDDED_ISSUER, Role, Verifier
from touchline_runtime.errors import Unauthorized
from touchline_runtime.keys import usable
from touchline_runtime.personas import PERSONAS


class Published:
    """The issuer's public keys as a service gets them."""

    def __init__(self, document: object) -> None:
        self._keys = KeySet(usable(document))

    async def for_kid(self, kid: str | None) -> KeySet:
        return self._keys


async def get(file: Path, path: str) -> dict[str, object]:
    transport = httpx.ASGITransport(create_issuer(ensure_key(file)))
    async with httpx.AsyncClient(transport=transport, base_url="http://issuer") as client:
        answer = await client.get(path)
    document = answer.json()
    assert isinstance(document, dict)
    return document


def verifier(document: object) -> Verifier:
    return Verifier(issuer=EMBEDDED_ISSUER, audience=AUDIENCE, keys=Published(document))


def test_the_key_is_kept_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    assert ensure_key(file).kid == ensure_key(file).kid == read_key(file).kid
    assert file.stat().st_mode & 0o077 == 0


def test_without_a_stack_ever_started_there_is_no_token(tmp_path: Path) -> None:
    with pytest.raises(NotRunning, match="touchline up"):
        read_key(tmp_path / "key.json")


async def test_discovery_leads_to_the_public_key_alone(tmp_path: Path) -> None:
    discovery = await get(tmp_path / "key.json", DISCOVERY)
    assert discovery["issuer"] == EMBEDDED_ISSUER
    assert discovery["jwks_uri"] == f"http://issuer{JWKS}"
    document = await get(tmp_path / "key.json", JWKS)
    assert '"d"' not in json.dumps(document)


@pytest.mark.parametrize("persona", PERSONAS)
async def test_a_services_check_accepts_each_persona_with_its_roles(tmp_path: Path, persona: str) -> None:
    key = ensure_key(tmp_path / "key.json")
    token = sign(key, persona, PERSONAS[persona], lifetime=timedelta(minutes=5))
    by = await verifier(published(key)).verify(token)
    assert by.person_id == persona
    assert set(PERSONAS[persona]) <= by.roles


async def test_an_expired_token_and_one_of_another_stack_are_refused(tmp_path: Path) -> None:
    ours, theirs = ensure_key(tmp_path / "ours.json"), ensure_key(tmp_path / "theirs.json")
    expired = sign(ours, "agent", [Role.TRAINEE], lifetime=timedelta(minutes=-5))
    foreign = sign(theirs, "agent", [Role.TRAINEE], lifetime=timedelta(minutes=5))
    for token in (expired, foreign):
        with pytest.raises(Unauthorized):
            await verifier(published(ours)).verify(token)


def test_every_persona_is_told_about_when_the_stack_starts() -> None:
    assert list(DOES) == list(PERSONAS)
