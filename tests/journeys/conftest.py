"""Journeys through the whole chain: real services as processes, called through the gateway."""

from __future__ import annotations

import pytest

from tests.running.fixtures import broker, crew, make_callers, make_crew, running_issuer
from tests.running.rounds import in_rounds

__all__ = ["broker", "crew", "make_callers", "make_crew", "running_issuer"]
pytest_generate_tests = in_rounds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here starts all services."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.kafka)
