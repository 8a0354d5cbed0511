"""Tokens signed by the embedded issuer."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

from joserfc import jwt
from joserfc.jwk import ECKey

from devstack.issuer.key import ALGORITHM
from touchline_runtime.auth import EMBEDDED_ISSUER, Role
from touchline_runtime.ids import new_id

AUDIENCE = "touchline"


def sign(key: ECKey, person_id: str, roles: Sequence[Role], *, lifetime: timedelta) -> str:
    """A bearer token for any person with any roles, valid from now for ``lifetime``."""
    now = int(time.time())
    claims = {
        "iss": EMBEDDED_ISSUER,
        "aud": AUDIENCE,
        "sub": person_id,
        "roles": [role.value for role in roles],
        "iat": now,
        "exp": now + int(lifetime.total_seconds()),
        "jti": new_id(),
    }
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key)
