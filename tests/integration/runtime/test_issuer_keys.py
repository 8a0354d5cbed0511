"""Promise 12: tokens are checked with the issuer's own keys, kept and refreshed."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, OKPKey, RSAKey
from starlette.responses import JSONResponse, Response

from touchline_runtime import keys as published
from touchline_runtime.auth import Principal, Role, Verifier
from touchline_runtime.errors import Unauthorized, Unavailable
from touchline_runtime.keys import PublishedKeys
from touchline_runtime.testing.callers import AUDIENCE, ISSUER


def verifier_of(*keys: RSAKey | ECKey | OKPKey | OctKey, roles_claim: str = "roles") -> Verifier:
    """A verifier that trusts these keys."""
    return Verifier(
        issuer=ISSUER, audience=AUDIENCE, keys=publishing(KeySet(list(keys))), roles_claim=roles_claim
    )


def publishing(keys: KeySet) -> PublishedKeys:
    """The keys as an issuer publishes them."""

    async def jwks(scope: object, receive: object, send: object) -> None:
        await JSONResponse(dict(keys.as_dict(private=False)))(scope, receive, send)  # type: ignore[arg-type]

    return PublishedKeys(f"{ISSUER}/jwks", httpx.AsyncClient(transport=httpx.ASGITransport(jwks)))


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("RS256", RSAKey.generate_key(2048)),
        ("ES256", ECKey.generate_key("P-256")),
        ("EdDSA", OKPKey.generate_key("Ed25519")),
        ("Ed25519", OKPKey.generate_key("Ed25519")),
    ],
)
async def test_the_usual_algorithms_are_accepted(algorithm: str, key: RSAKey | ECKey | OKPKey) -> None:
    claims = {
        "iss": ISSUER,
        "aud": [AUDIENCE, "b"],
        "sub": "ada",
        "exp": time.time() + 60,
        "roles": ["coach", "odd"],
    }
    token = jwt.encode({"alg": algorithm, "kid": key.thumbprint()}, claims, key, algorithms=[algorithm])
    assert await verifier_of(key).verify(token) == Principal.of("ada", Role.COACH)


async def test_an_algorithm_that_is_not_on_the_list_is_refused() -> None:
    key = RSAKey.generate_key(2048)
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "exp": time.time() + 60}
    token = jwt.encode({"alg": "PS256", "kid": key.thumbprint()}, claims, key, algorithms=["PS256"])
    with pytest.raises(Unauthorized):
        await verifier_of(key).verify(token)


async def test_roles_may_stand_deeper_in_the_token_or_in_one_text() -> None:
    key = ECKey.generate_key("P-256")
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "exp": time.time() + 60}
    claims |= {"realm_access": {"roles": "coach operator"}}
    token = jwt.encode({"alg": "ES256", "kid": key.thumbprint()}, claims, key)
    verifier = verifier_of(key, roles_claim="realm_access.roles")
    assert await verifier.verify(token) == Principal.of("ada", Role.COACH, Role.OPERATOR)


class Changing:
    """An issuer that changes its keys, counts how often it is asked, and may be down."""

    def __init__(self) -> None:
        self.keys = KeySet([ECKey.generate_key("P-256")])
        self.asked = 0
        self.down = self.hang = False
        self.extra: list[object] = []

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        """Answers (ASGI)."""
        self.asked += 1
        if self.hang:
            await asyncio.sleep(60)
        document = {"keys": [*self.extra, *self.keys.as_dict(private=False)["keys"]]}
        response = Response(status_code=500) if self.down else JSONResponse(document)
        await response(scope, receive, send)  # type: ignore[arg-type]

    def published(self) -> PublishedKeys:
        """As a service sees them."""
        return PublishedKeys(ISSUER, httpx.AsyncClient(transport=httpx.ASGITransport(self)))


async def test_a_new_key_of_the_issuer_is_fetched_when_a_token_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(published, "MIN_INTERVAL_SECONDS", 0.0)
    issuer = Changing()
    source = issuer.published()
    old = issuer.keys.keys[0].kid
    await source.for_kid(old)
    await source.for_kid(old)
    assert issuer.asked == 1
    issuer.keys = KeySet([ECKey.generate_key("P-256")])
    new = issuer.keys.keys[0].kid
    assert [key.kid for key in await source.for_kid(new)] == [new]


async def test_made_up_key_ids_do_not_flood_the_issuer() -> None:
    issuer = Changing()
    source = issuer.published()
    for number in range(50):
        await source.for_kid(f"made-up-{number}")
    assert issuer.asked == 1


async def test_known_keys_stay_good_while_the_issuer_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "MIN_INTERVAL_SECONDS", 0.0)
    monkeypatch.setattr(published, "MAX_AGE_SECONDS", 0.0)
    issuer = Changing()
    source = issuer.published()
    kid = issuer.keys.keys[0].kid
    await source.for_kid(kid)
    issuer.down = True
    assert [key.kid for key in await source.for_kid(kid)] == [kid]
    await asyncio.sleep(0.05)
    assert issuer.asked == 2
    assert [key.kid for key in await source.for_kid(kid)] == [kid]


async def test_an_issuer_that_hangs_holds_nobody_up_whose_key_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    issuer = Changing()
    source = issuer.published()
    kid = issuer.keys.keys[0].kid
    await source.for_kid(kid)
    monkeypatch.setattr(published, "MIN_INTERVAL_SECONDS", 0.0)
    monkeypatch.setattr(published, "MAX_AGE_SECONDS", 0.0)
    issuer.hang = True
    async with asyncio.timeout(1):
        for _ in range(3):
            assert [key.kid for key in await source.for_kid(kid)] == [kid]
    await source.aclose()


async def test_without_any_keys_a_caller_is_told_to_come_back() -> None:
    issuer = Changing()
    issuer.down = True
    with pytest.raises(Unavailable):
        await issuer.published().for_kid("any")


async def test_a_key_that_cannot_be_read_does_not_hide_the_others() -> None:
    issuer = Changing()
    issuer.extra = [{"kty": "quantum"}, {"kty": "RSA", "n": "!", "e": "?"}, "text", {}]
    issuer.extra.append({"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0"})
    kid = issuer.keys.keys[0].kid
    assert [key.kid for key in await issuer.published().for_kid(kid)] == [kid]
