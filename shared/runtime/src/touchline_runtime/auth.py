"""Who calls: bearer tokens checked against the issuer's published keys, and the roles they carry."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact

from touchline_runtime.errors import Unauthorized

EMBEDDED_ISSUER = "urn:touchline:embedded-issuer"
"""The issuer of the embedded stack, whose private key is no secret. Production refuses it."""

ALGORITHMS = ("RS256", "ES256", "EdDSA", "Ed25519")
LEEWAY_SECONDS = 30


class Role(StrEnum):
    """What a token may allow. Managing a team is no role but a fact of the directory."""

    SKILL_ADMIN = "skill_admin"
    SKILL_MANAGER = "skill_manager"
    COACHING_ADMIN = "coaching_admin"
    COACH = "coach"
    TRAINEE = "trainee"
    CATALOG_MANAGER = "catalog_manager"
    TASK_CREATOR = "task_creator"
    CONTENT_CREATOR = "content_creator"
    LEARNING_ADMIN = "learning_admin"
    OPERATOR = "operator"


_ROLES = {role.value: role for role in Role}
_INCLUDES: dict[Role, tuple[Role, ...]] = {
    Role.SKILL_ADMIN: (Role.SKILL_MANAGER,),
    Role.COACHING_ADMIN: (Role.COACH,),
    Role.LEARNING_ADMIN: (Role.CATALOG_MANAGER, Role.TASK_CREATOR, Role.CONTENT_CREATOR),
}


def with_included(roles: Iterable[Role]) -> frozenset[Role]:
    """The roles and all that they include. Everybody is a trainee."""
    given = set(roles)
    return frozenset(given | {Role.TRAINEE} | {inner for role in given for inner in _INCLUDES.get(role, ())})


@dataclass(frozen=True, slots=True)
class Principal:
    """The person a request is made by."""

    person_id: str
    roles: frozenset[Role]

    @classmethod
    def of(cls, person_id: str, *roles: Role) -> Principal:
        """A person with these roles and all that they include."""
        return cls(person_id, with_included(roles))

    def has(self, *roles: Role) -> bool:
        """Whether the person has any of these roles."""
        return not self.roles.isdisjoint(roles)


class Keys(Protocol):
    """Where the issuer's public keys come from."""

    async def for_kid(self, kid: str | None) -> KeySet:
        """The current keys, looked up anew if none of them is ``kid``. Raises Unavailable."""
        ...


class Verifier:
    """Checks tokens: signature, algorithm, issuer, audience, expiry; then reads person and roles.

    ``roles_claim`` may be a dotted path, such as ``realm_access.roles``.
    """

    def __init__(self, *, issuer: str, audience: str, keys: Keys, roles_claim: str = "roles") -> None:
        self._keys = keys
        self._roles_path = roles_claim.split(".")
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(time.time()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    async def verify(self, token: str) -> Principal:
        """The person a token speaks for. Raises Unauthorized, or Unavailable without the issuer's keys."""
        keys = await self._keys.for_kid(_kid_of(token))
        try:
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            self._claims.validate(claims)
        except (JoseError, ValueError, TypeError) as error:
            raise Unauthorized(f"The token was refused: {_reason(error)}.", "invalid_token") from None
        return Principal.of(_person_of(claims), *self._roles_of(claims))

    def _roles_of(self, claims: dict[str, object]) -> list[Role]:
        value: object = claims
        for name in self._roles_path:
            value = value.get(name) if isinstance(value, dict) else None
        names = value.split() if isinstance(value, str) else value if isinstance(value, list) else []
        return [_ROLES[name] for name in names if isinstance(name, str) and name in _ROLES]


def _kid_of(token: str) -> str | None:
    try:
        kid = extract_compact(token.encode()).headers().get("kid")
    except (JoseError, ValueError, TypeError):
        raise Unauthorized("The token is not a signed JSON web token.", "invalid_token") from None
    return kid if isinstance(kid, str) else None


def _person_of(claims: dict[str, object]) -> str:
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.isprintable() or len(subject) > 200:
        raise Unauthorized("The token's subject is no person id.", "invalid_token")
    return subject


def _reason(error: Exception) -> str:
    return getattr(error, "description", "") or type(error).__name__
