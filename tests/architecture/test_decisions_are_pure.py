"""Decision modules depend on their arguments alone."""

from __future__ import annotations

import pytest

from tests.architecture.planted import HOLDINGS, planted
from tests.architecture.purity import decides, impurities
from tests.architecture.source import clean, sources

DECISIONS = {source.module: source for source in sources() if decides(source)}


def test_every_decision_module_is_pure() -> None:
    clean(line for source in DECISIONS.values() for line in impurities(source, DECISIONS))


def test_there_are_decision_modules_to_guard() -> None:
    assert {"skills.holdings.holdings", "coaching.assessments.assessment"} <= DECISIONS.keys()


@pytest.mark.parametrize(
    "code",
    [
        "from touchline_runtime.transaction import Transaction",
        "import asyncpg",
        "from skills.holdings import store",
        "from skills.holdings.store import save_grants",
        "import os",
        "import random",
        "import numpy",
        "from learning.courses.course import Course",
        "def decide():\n    return datetime.now(UTC)",
        "import uuid\nnew = uuid.uuid4()",
        "def decide():\n    return open('limits')",
    ],
)
def test_an_impure_decision_is_caught(code: str) -> None:
    source = planted(f"{HOLDINGS}holdings.py", code)
    assert decides(source)
    assert impurities(source, DECISIONS)


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime",
        "from touchline_contracts.skills import SkillAssigned",
        "from skills.holdings.holdings import grant",
    ],
)
def test_a_pure_decision_passes(code: str) -> None:
    assert impurities(planted(f"{HOLDINGS}proposal.py", code), DECISIONS) == []


def test_use_cases_stores_and_wiring_are_no_decisions() -> None:
    assert not decides(planted(f"{HOLDINGS}approve_skill.py", "async def approve_skill(tx, command): ..."))
    assert not decides(planted(f"{HOLDINGS}store.py", "import asyncpg"))
    assert not decides(planted("services/skills/src/skills/routes.py", "ROUTES = ()"))
