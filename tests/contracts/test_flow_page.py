"""docs/flow.md says what the tables and the code say."""

from __future__ import annotations

from functools import cache

from devstack.flow.emissions import emitted
from devstack.flow.page import Step, page, steps
from tests.contracts.golden_examples import ROOT
from touchline_contracts.coaching import AssessmentCompleted, AssessmentOpened, AssessmentResolved
from touchline_contracts.skills import SkillAssigned


@cache
def found() -> list[Step]:
    """The steps of all services, read once."""
    return steps()


def emits_of(name: str) -> set[str]:
    """What a use case may emit, by type."""
    step = next(step for step in found() if step.use_case.__name__ == name)
    return {event.TYPE for event in step.emits}


def test_the_committed_page_is_what_the_tables_say() -> None:
    assert (ROOT / "docs" / "flow.md").read_text() == page(ROOT, found()), "run `make docs`"


def test_a_reaction_that_grants_skills_is_seen_to_emit_them() -> None:
    assert SkillAssigned.TYPE in emits_of("when_assessment_completed_grant_skills")


def test_an_event_made_by_a_method_of_the_aggregate_is_seen() -> None:
    assert {AssessmentResolved.TYPE, AssessmentCompleted.TYPE} <= emits_of("complete_assessment")
    assert AssessmentOpened.TYPE not in emits_of("complete_assessment")


def test_an_event_that_is_only_asked_about_is_not_made() -> None:
    def asks(event: object) -> bool:
        return isinstance(event, SkillAssigned)

    assert emitted("skills", asks) == frozenset()


def test_a_projection_emits_nothing() -> None:
    assert emits_of("when_task_changed_keep_snapshot") == set()
