"""Puts a task's texts together: the subject's own words in sentences that people write."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from devstack.demo.vocabulary import Topic, names, phrases


class Slots(dict[str, str]):
    """Values for the blanks of one task: names stay, figures differ at each mention."""

    def __init__(self, rng: random.Random, product: str, at: datetime, agent: str, team: str) -> None:
        first, last = rng.choice(names().first), rng.choice(names().last)
        super().__init__(
            product=product,
            customer=rng.choice(names().customers),
            place=rng.choice(names().places),
            day=(at - timedelta(days=rng.randrange(1, 9))).strftime("%A"),
            ref=f"{rng.choice('RQKT')}-{rng.randrange(10_000, 99_999)}",
            version=f"{rng.randrange(2, 9)}.{rng.randrange(12)}.{rng.randrange(6)}",
            code=str(rng.choice((51, 65, 400, 403, 409, 422, 500, 503, 1045, 4012))),
            name=f"{first} {last}",
            agent=agent,
            team=team,
        )
        self._rng = rng

    def __missing__(self, key: str) -> str:
        if key == "n":
            return str(self._rng.randrange(3, 48))
        if key == "minutes":
            return str(self._rng.randrange(5, 90))
        if key == "amount":
            return f"EUR {self._rng.randrange(9, 2_400)}.{self._rng.randrange(100):02d}"
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Story:
    """What happened in one task: one draw of the subject's words, used by all its texts."""

    rng: random.Random
    slots: Slots
    symptom: str
    sign: str
    second_sign: str
    cause: str
    fix: str

    def say(self, kind: str) -> str:
        """A phrase of that kind, all blanks filled."""
        return self._fill(self.rng.choice(phrases()[kind]))

    def title(self) -> str:
        """The short description."""
        return self.say("titles")

    def description(self) -> str:
        """The customer's own words, two to six sentences."""
        rng = self.rng
        lines = [self.say("openers"), f"{self.symptom}."]
        lines += [self.say("observations")] if rng.random() < 0.75 else []
        lines += [self.say("tried")] if rng.random() < 0.4 else []
        lines += [self.say("impacts")] if rng.random() < 0.6 else []
        return " ".join([*lines, self.say("asks")])

    def resolution(self, thin: bool) -> str:
        """What was wrong and what helped; ``thin`` leaves the reader in the dark."""
        return self.say("thin") if thin else self.say("resolutions")

    def work_notes(self) -> Iterator[tuple[str, str]]:
        """(side, text) pairs that an agent leaves on a case: side is agent or customer."""
        yield "agent", self.say("triage")
        for phrase in self.rng.sample(phrases()["waiting"], self.rng.choice((0, 1, 1, 2))):
            yield "agent", self._fill(phrase)
        if self.rng.random() < 0.4:
            yield "customer", f"To add: {small(self.second_sign)}."
        if self.rng.random() < 0.7:
            yield "agent", self.say("findings")

    def transcript(self) -> Iterator[tuple[str, str]]:
        """(side, text) lines of a conversation."""
        yield "agent", self.say("greetings")
        yield "customer", self.say("replies")
        for exchange in self.rng.sample(phrases()["exchanges"], self.rng.randint(1, 3)):
            question, _, answer = self._fill(exchange).partition(" | ")
            yield "agent", question
            yield "customer", answer
        yield "customer", f"And {small(self.sign)}, if that helps."
        yield "agent", f"I see: {small(self.cause)}. {self.fix}."
        yield "customer", self.say("closings")

    def _fill(self, phrase: str) -> str:
        sign = self.rng.choice((self.sign, self.second_sign))
        own = {"symptom": self.symptom, "symptom_small": small(self.symptom)}
        own |= {"sign": small(sign), "sign_capital": capital(sign)}
        own |= {"cause": small(self.cause), "cause_capital": self.cause}
        own |= {"fix": small(self.fix), "fix_capital": self.fix}
        if "{check}" in phrase:
            own["check"] = self.say("checks")
        self.slots.update(own)
        return phrase.format_map(self.slots)


def story(rng: random.Random, topic: Topic, beside: Topic | None, slots: Slots) -> Story:
    """Draws what happened; with ``beside``, the second sign belongs to another skill."""
    signs = rng.sample(topic.signs, 2)
    drawn = [rng.choice(topic.symptoms), signs[0], rng.choice(beside.signs) if beside else signs[1]]
    drawn += [rng.choice(topic.causes), rng.choice(topic.fixes)]
    return Story(rng, slots, *(part.format_map(slots) for part in drawn))


def small(text: str) -> str:
    """The text with a small first letter, unless it begins with an acronym or a number."""
    return text if len(text) > 1 and not text[1].islower() and text[1] != " " else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]
