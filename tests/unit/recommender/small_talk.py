"""Cases about three kinds of trouble, made from small stocks of phrases: seeded and repeatable."""

from __future__ import annotations

import random
from dataclasses import replace

from recommender.model.case import Case

PHRASES = {
    "refunds": ["refund not received", "money back pending", "refund amount wrong", "return parcel refund"],
    "passwords": ["password reset link", "cannot sign in", "account locked again", "two factor code missing"],
    "printers": ["paper jam tray", "printer offline", "toner cartridge empty", "print queue stuck"],
}
FILLER = ["please help", "since yesterday", "customer is waiting", "urgent please", "many thanks"]


def a_case(number: int, skill: str, *, tagged: bool = True, **fields: object) -> Case:
    """A finished case whose text is about ``skill``."""
    chance = random.Random(number)
    text = ". ".join(chance.sample(PHRASES[skill], 2) + chance.sample(FILLER, 2))
    case = Case(
        number=f"CS{number:04}",
        kind="case",
        agent_id="agent",
        team_id="payments",
        short_description=chance.choice(PHRASES[skill]),
        text=text,
        skills=(skill,) if tagged else (),
    )
    return replace(case, **fields)  # type: ignore[arg-type]


def cases(count: int, start: int = 0) -> list[Case]:
    """Tagged cases about each skill in turn."""
    return [a_case(start + n, list(PHRASES)[n % len(PHRASES)]) for n in range(count)]
