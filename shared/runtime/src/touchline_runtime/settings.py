"""What a service is told from outside: environment variables that begin with TOUCHLINE_."""

from __future__ import annotations

import sys
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from touchline_runtime.auth import EMBEDDED_ISSUER

PREFIX = "TOUCHLINE_"
RoleName = Literal["api", "worker", "relay"]
EVERY_ROLE: frozenset[RoleName] = frozenset(("api", "worker", "relay"))
LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR"],
    BeforeValidator(lambda level: level.upper() if isinstance(level, str) else level),
]
S = TypeVar("S", bound=BaseSettings)


def _names(text: object) -> object:
    return [name.strip() for name in text.split(",") if name.strip()] if isinstance(text, str) else text


class EdgeSettings(BaseSettings):
    """What anything with an HTTP port needs. Production is the default: nothing is open by mistake."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    environment: Literal["production", "development"] = "production"
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    issuer: str
    audience: str = "touchline"
    jwks_url: str
    roles_claim: str = "roles"
    log_level: LogLevel = "INFO"

    @model_validator(mode="after")
    def _trusts_nobody_by_mistake(self) -> EdgeSettings:
        if self.environment == "production" and self.issuer == EMBEDDED_ISSUER:
            raise ValueError(
                f"{PREFIX}ISSUER is the embedded issuer, whose signing key is no secret. "
                f"Set {PREFIX}ISSUER and {PREFIX}JWKS_URL to your OpenID Connect provider "
                f"(or {PREFIX}ENVIRONMENT=development to try Touchline out)"
            )
        return self


class TopicSettings(BaseSettings):
    """What the step that creates the topics needs."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    kafka_bootstrap: str
    kafka_replication: Annotated[int, Field(ge=-1, le=32_767)] = -1
    """Copies of each topic; -1 is what the brokers make by default."""
    log_level: LogLevel = "INFO"


class Settings(EdgeSettings):
    """What a service with data needs."""

    database_url: str
    kafka_bootstrap: str
    kafka_idempotence: bool = True
    kafka_session_timeout_ms: Annotated[int, Field(ge=1_000)] = 10_000
    roles: Annotated[frozenset[RoleName], NoDecode, BeforeValidator(_names), Field(min_length=1)] = EVERY_ROLE
    api_connections: Annotated[int, Field(ge=1)] = 10
    worker_connections: Annotated[int, Field(ge=2)] = 4
    drain_seconds: Annotated[float, Field(gt=0)] = 20.0
    """How long a stopping service publishes what its outbox holds."""
    stop_after_failures: Annotated[int, Field(ge=1)] = 20
    """A subscription stops when more events than this fail within ``failure_window_seconds``."""
    failure_window_seconds: Annotated[float, Field(gt=0)] = 60.0
    failpoint: str | None = None
    """For tests of crashes, in development only: ``point:nth``, see failpoints.py."""


def load(model: type[S]) -> S:
    """Reads the settings; where they are wrong, says which variable to change and exits with code 2."""
    try:
        return model()
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            name = "".join(f"{PREFIX}{part}: ".upper() for part in fault["loc"][:1])
            print(f"{name}{fault['msg'].removeprefix('Value error, ')}", file=sys.stderr)
        raise SystemExit(2) from None
