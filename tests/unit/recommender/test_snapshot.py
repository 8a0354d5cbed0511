"""The learner's state as bytes: what is folded on from a restored one is what the first would have folded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recommender.evidence.policy import ProposalPolicy
from recommender.learner.learner import Learner
from recommender.learner.snapshot import fill, packed, unpacked
from recommender.learning_log.entry import CaseTold, Decided, Entry, SkillNamed, SkillsMerged, Told
from recommender.model.linear_model import LinearModel
from tests.unit.recommender.small_talk import a_case, cases
from touchline_runtime.testing import NOW


def a_learner() -> Learner:
    return Learner(LinearModel(), ProposalPolicy())


def fold(learner: Learner, told: list[Told]) -> None:
    start = learner.position + 1
    learner.fold(Entry(start + n, one) for n, one in enumerate(told))


def story() -> list[Told]:
    """Names, tagged cases of a busy agent, untagged ones of another, a merge and a removal."""
    busy = [CaseTold(replace(case, resolved_at=NOW), True) for case in cases(330)]
    quiet = [a_case(900 + n, "refunds", tagged=False, agent_id="quiet") for n in range(12)]
    return [
        SkillNamed("SK-1", "Refunds"),
        *busy,
        *(CaseTold(case, True) for case in quiet),
        SkillsMerged("printers", "hardware"),
        Decided("agent", "passwords", "skill.removed"),
        Decided("quiet", "refunds", "skill.approved"),
    ]


def test_a_restored_learner_goes_on_as_the_first_would_have() -> None:
    first, restored = a_learner(), a_learner()
    fold(first, story())
    fill(restored, unpacked(packed(first), restored.model.version))
    later: list[Told] = [CaseTold(replace(case, number=f"L{case.number}"), True) for case in cases(60)]
    fold(first, later)
    fold(restored, later)
    assert packed(restored) == packed(first)
    pairs = first.evidence.pairs()
    assert restored.evidence.pairs() == pairs
    assert restored.candidates(pairs) == first.candidates(pairs)


def test_a_new_learner_can_be_kept_too() -> None:
    restored = a_learner()
    fill(restored, unpacked(packed(a_learner()), restored.model.version))
    assert packed(restored) == packed(a_learner())


@pytest.mark.parametrize("content", [b"", b"TLL5", b"TLL0\0\0\0\0abc", b"nonsense" * 9])
def test_foreign_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="damaged"):
        unpacked(content, LinearModel.version)


def test_a_single_changed_byte_is_seen() -> None:
    content = bytearray(packed(a_learner()))
    content[len(content) // 2] ^= 1
    with pytest.raises(ValueError, match="damaged"):
        unpacked(bytes(content), LinearModel.version)


def test_the_state_of_another_model_is_refused() -> None:
    with pytest.raises(ValueError, match="model linear-4"):
        unpacked(packed(a_learner()), "linear-9")
