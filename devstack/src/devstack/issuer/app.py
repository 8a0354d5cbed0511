"""The issuer over HTTP: OpenID Connect discovery and the public key. It hands out no tokens."""

from __future__ import annotations

from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from devstack.issuer.key import ALGORITHM, published
from touchline_runtime.auth import EMBEDDED_ISSUER

DISCOVERY = "/.well-known/openid-configuration"
JWKS = "/jwks.json"


def create_issuer(key: ECKey) -> Starlette:
    """The web application of the issuer."""

    async def discovery(request: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": EMBEDDED_ISSUER,
                "jwks_uri": str(request.url_for("jwks")),
                "id_token_signing_alg_values_supported": [ALGORITHM],
                "subject_types_supported": ["public"],
                "response_types_supported": ["code"],
            }
        )

    async def jwks(_: Request) -> JSONResponse:
        return JSONResponse(published(key))

    return Starlette(routes=[Route(DISCOVERY, discovery), Route(JWKS, jwks, name="jwks")])
