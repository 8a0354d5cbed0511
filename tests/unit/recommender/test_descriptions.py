"""Skills that no case, or few, carry yet are recognised by their names and descriptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from recommender.evidence.policy import ProposalPolicy
from recommender.learner.learner import Learner
from recommender.learning_log.entry import CaseTold, Entry, SkillNamed, Told
from recommender.model.case import Case
from recommender.model.descriptions import ENOUGH
from recommender.model.linear_model import LinearModel
from tests.unit.recommender.small_talk import a_case, cases

NAMES = {
    "SK-1": ("Password reset", ""),
    "SK-2": ("Printer maintenance", "Paper jams, toner and queues that stand still"),
    "SK-3": ("Parcel tracking", ""),
    "SK-4": ("UI", ""),
}


def a_model(learned: int = 0, names: Mapping[str, tuple[str, str]] = NAMES) -> LinearModel:
    model = LinearModel()
    for skill, (name, description) in names.items():
        model.describe(skill, name, description)
    for case in cases(learned):
        model.learn(case)
    return model


def said(model: LinearModel, case: Case) -> Mapping[str, float]:
    return model.predict_by_names(case, model.predict(case))


def asked(text: str) -> Case:
    return Case(number="X", kind="case", short_description=text)


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("need my password reset", "SK-1"),
        ("resetting passwords fails", "SK-1"),
        ("printers need maintenance", "SK-2"),
        ("where is the parcel, tracking says nothing", "SK-3"),
    ],
)
def test_before_any_case_a_skill_is_recognised_by_its_name_in_whatever_form(text: str, skill: str) -> None:
    chances = said(a_model(), asked(text))
    assert max(chances, key=lambda known: chances[known]) == skill
    assert chances[skill] > 0.2


def test_a_case_that_has_nothing_of_any_name_calls_for_nothing_known() -> None:
    assert said(a_model(), asked("invoice is wrong")) == {}


def test_what_the_description_says_counts_too() -> None:
    plain = a_model(names={**NAMES, "SK-2": ("Printer maintenance", "")})
    case = asked("maintenance of the printer, its toner queues")
    assert said(a_model(), case)["SK-2"] > said(plain, case)["SK-2"] > 0.0


def test_a_short_name_alone_is_never_clear() -> None:
    assert 0.0 < said(a_model(), asked("the UI is slow"))["SK-4"] < 0.5


def test_where_the_learner_is_sure_a_name_says_little() -> None:
    model = a_model(60, {"tracking": ("Refund tracking", "")})
    chances = said(model, a_case(99, "refunds"))
    assert chances["refunds"] > 0.5 > chances.get("tracking", 0.0)


def test_the_more_cases_are_known_the_less_the_name_counts_until_it_does_not() -> None:
    told: list[float] = []
    for count in (0, 5, 15, ENOUGH, ENOUGH + 10):
        model = a_model(names={"printers": ("Refund of parcels", "")})
        for n in range(count):
            model.learn(a_case(n, "printers"))
            model.learn(a_case(n, "passwords"))
        told.append(said(model, asked("refund of parcels")).get("printers", 0.0))
        plain = LinearModel()
        for n in range(count):
            plain.learn(a_case(n, "printers"))
            plain.learn(a_case(n, "passwords"))
        if count >= ENOUGH:
            assert told[-1] == said(plain, asked("refund of parcels")).get("printers", 0.0)
    assert told[0] > 0.4
    assert told == sorted(told, reverse=True)


def test_a_skill_is_known_by_the_name_it_has_now() -> None:
    model = a_model()
    model.describe("SK-3", "Customs papers", "")
    assert "SK-3" not in said(model, asked("parcel tracking"))
    assert said(model, asked("customs papers missing"))["SK-3"] > 0.2


def test_a_merged_skill_is_not_looked_for_by_its_former_name() -> None:
    model = a_model()
    model.merge("SK-3", "SK-1")
    assert "SK-3" not in said(model, asked("parcel tracking"))


def test_the_words_that_resemble_the_name_are_what_spoke_for_the_skill() -> None:
    model = a_model(12)
    assert model.phrases(asked("please help: passwords and a reset"), "SK-1", 5) == ("passwords", "reset")
    assert model.phrases(asked("please help"), "SK-1", 5) == ()


def test_a_restored_model_knows_the_names_and_how_many_cases_it_has_learned() -> None:
    model, restored = a_model(9), LinearModel()
    restored.restore(model.snapshot())
    for text in ("password reset", "printer toner"):
        assert said(restored, asked(text)) == said(model, asked(text))
    for one in (model, restored):
        for case in cases(ENOUGH * 3, start=100):
            one.learn(replace(case, number=f"L{case.number}"))
    assert restored.snapshot() == model.snapshot()


def test_a_name_tells_what_work_calls_for_and_is_evidence_for_nobody() -> None:
    learner = Learner(LinearModel(), ProposalPolicy())
    named = SkillNamed("SK-1", "Password reset")
    told: list[Told] = [
        named,
        *(
            CaseTold(replace(asked("password reset"), number=f"C{n}", agent_id="agent"), True)
            for n in range(9)
        ),
    ]
    learner.fold(Entry(n, one) for n, one in enumerate(told, 1))
    assert [skill.skill_id for skill in learner.inferences["C8"].skills] == ["SK-1"]
    assert learner.evidence.pairs() == []
