"""Promise 12: every call carries a token that holds, and roles are checked in the service itself."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from touchline_runtime.auth import Role
from touchline_runtime.testing import Api
from touchline_runtime.testing.callers import AUDIENCE, ISSUER, Issuer


def bearer(token: str) -> dict[str, str]:
    """The header."""
    return {"Authorization": f"Bearer {token}"}


async def status_with(notebook: Api, headers: Mapping[str, str | bytes] | None = None) -> int:
    """The status of a call with these headers."""
    response = await notebook.anonymous().get("/notes", headers=dict(headers or {}))  # type: ignore[arg-type]
    if response.status_code == 401:
        assert response.headers["www-authenticate"].startswith('Bearer realm="touchline"')
        assert response.headers["content-type"] == "application/problem+json"
    return response.status_code


async def test_no_token_is_401_on_every_route(notebook: Api) -> None:
    for path, operations in notebook.app.openapi()["paths"].items():
        for method in operations:
            response = await notebook.anonymous().request(method, path, content=b"\xff not json")
            assert response.status_code == 401, (method, path)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer a.b.c", "Bearer é"])
async def test_what_is_no_token_is_401(notebook: Api, header: str) -> None:
    assert await status_with(notebook, {"Authorization": header.encode()}) == 401


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 60},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": int(time.time()) + 86_400},
        {"iss": "https://elsewhere.test"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"sub": "a\0b"},
        {"sub": "x" * 201},
    ],
)
async def test_a_token_that_does_not_hold_is_401(
    notebook: Api, issuer: Issuer, claims: dict[str, object]
) -> None:
    assert await status_with(notebook, bearer(issuer.token("coach", Role.COACH, **claims))) == 401


async def test_a_token_just_expired_holds_for_the_leeway(notebook: Api, issuer: Issuer) -> None:
    token = issuer.token("coach", Role.COACH, exp=int(time.time()) - 5)
    assert await status_with(notebook, bearer(token)) == 200


async def test_a_token_signed_by_somebody_else_is_401(notebook: Api) -> None:
    thief = Issuer()
    assert await status_with(notebook, bearer(thief.token("admin", *Role))) == 401


async def test_a_token_signed_with_a_shared_secret_is_401(notebook: Api, issuer: Issuer) -> None:
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "admin", "exp": int(time.time()) + 60}
    secret = OctKey.generate_key(256)
    forged = jwt.encode({"alg": "HS256", "kid": issuer.key.kid}, claims, secret, algorithms=["HS256"])
    assert await status_with(notebook, bearer(forged)) == 401


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
async def test_a_token_without_a_signature_is_401(notebook: Api) -> None:
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "admin", "exp": int(time.time()) + 60}
    unsigned = jwt.encode({"alg": "none"}, claims, OctKey.generate_key(), algorithms=["none"])
    assert await status_with(notebook, bearer(unsigned)) == 401


async def test_the_wrong_role_is_403_and_an_including_role_is_enough(notebook: Api) -> None:
    assert (await notebook.as_("agent").post("/notes", json={"text": "a"})).status_code == 403
    assert (
        await notebook.as_("x", Role.COACHING_ADMIN).post("/notes", json={"text": "a"})
    ).status_code == 201


async def test_the_role_is_checked_before_the_body_is_read(notebook: Api) -> None:
    assert (await notebook.as_("agent").post("/notes", content=b"{")).status_code == 403
