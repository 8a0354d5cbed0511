"""Which courses an assessment can assign."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from touchline_contracts.refusal import Refusal


def check_courses(wanted: Sequence[str], known: Collection[str] | None) -> tuple[str, ...]:
    """The courses, each once. None known, because the learning service is absent, lets all pass.

    Raises Refusal naming the course that does not exist or is retired.
    """
    for index, course_id in enumerate(wanted):
        if known is not None and course_id not in known:
            detail = f"there is no course {course_id!r} that could be assigned: choose one of the courses"
            raise Refusal("unknown-course", detail, f"training.{index}")
    return tuple(dict.fromkeys(wanted))
