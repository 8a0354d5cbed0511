"""Command: look at a draft of a condition. It stores nothing."""

from __future__ import annotations

from pydantic import BaseModel

from coaching.conditions.faults import ConditionRefused
from coaching.conditions.shapes import GivenCondition
from touchline_contracts.refusal import Refusal
from touchline_runtime.http import Command
from touchline_runtime.transaction import Transaction


class CheckCondition(Command, GivenCondition):
    """Exactly one of ``condition``, in CEL, and ``guided`` rows."""


class ConditionFault(BaseModel):
    """What is wrong: ``field`` is its place in the request; ``line`` and ``column`` (from 1) that in CEL."""

    field: str
    reason: str
    line: int | None = None
    column: int | None = None
    hints: list[str] = []


class CheckedCondition(BaseModel):
    """``condition`` is the CEL and ``fields`` are what it reads; or ``fault`` says what is wrong with it."""

    condition: str | None = None
    fields: list[str] = []
    fault: ConditionFault | None = None


async def check_condition(_: Transaction, command: CheckCondition) -> CheckedCondition:
    """Whether an opportunity could be defined with it."""
    try:
        condition = command.compiled()
    except Refusal as refusal:
        return CheckedCondition(fault=_fault(refusal))
    return CheckedCondition(condition=condition.text, fields=list(condition.reads))


def _fault(refusal: Refusal) -> ConditionFault:
    field = refusal.field or "condition"
    if not isinstance(refusal, ConditionRefused):
        return ConditionFault(field=field, reason=refusal.detail)
    fault = refusal.fault
    return ConditionFault(
        field=field, reason=fault.reason, line=fault.line, column=fault.column, hints=list(fault.hints)
    )
