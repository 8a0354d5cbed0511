"""A condition as it is given: in CEL, or as guided rows that CEL is made of."""

from __future__ import annotations

from collections.abc import Mapping

from coaching.conditions.condition import MAX_LENGTH, Condition, compile_condition
from coaching.conditions.guided import cel_of
from touchline_contracts.refusal import Refusal


def compile_given(condition: str | None, guided: Mapping[str, object] | None) -> Condition:
    """The condition of the one that is given.

    Raises Refusal for both and for neither, and naming what is wrong with the one.
    """
    if (condition is None) == (guided is None):
        raise Refusal(
            "invalid-condition", "give exactly one of condition (CEL) and guided (rows)", "condition"
        )
    if guided is None:
        return compile_condition(condition or "")
    text = cel_of(guided)
    if len(text) > MAX_LENGTH:
        detail = f"these rows make {len(text)} characters of CEL; at most {MAX_LENGTH} are taken"
        raise Refusal("invalid-condition", detail, "guided")
    return compile_condition(text)
