"""Calls every operation of a service's OpenAPI document with what fits it, and checks the answers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import schemathesis.openapi
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

EXAMPLES = int(os.environ.get("TOUCHLINE_FUZZ_EXAMPLES", "8"))
"""Requests an operation, for each run of the test."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@dataclass(frozen=True)
class Fuzzed:
    """A service to call: its address, the tokens of its callers, and ids that exist, by path segment."""

    url: str
    tokens: Sequence[str]
    known: Mapping[str, Sequence[str]]


def call_everything(service: Fuzzed) -> dict[str, int]:
    """Calls each operation; raises what the first check found. Returns how often each status came back."""
    document = httpx.get(f"{service.url}/openapi.json").raise_for_status().json()
    seen: dict[str, int] = {}
    for found in schemathesis.openapi.from_dict(document).get_all_operations():
        assert isinstance(found, Ok), found
        _call(found.ok(), service, seen)
    return seen


def _call(operation: Any, service: Fuzzed, seen: dict[str, int]) -> None:
    ids = _ids(operation.path, service.known)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), token=st.sampled_from(service.tokens), id=st.sampled_from(ids))
    def call(case: Case[Any], token: str, id: str | None) -> None:
        if id is not None:
            case.path_parameters |= dict.fromkeys(list(case.path_parameters)[:1], id)
        headers = {"Authorization": f"Bearer {token}"}
        response = case.call(base_url=service.url, headers=headers)
        status = str(response.status_code)
        seen[status] = seen.get(status, 0) + 1
        case.validate_response(response, checks=CHECKS, headers=headers)

    call()


def _ids(path: str, known: Mapping[str, Sequence[str]]) -> list[str | None]:
    """Ids that exist for the path's first parameter, and None: leave what was generated."""
    return [None, *known.get(path.strip("/").split("/")[0], ())]
