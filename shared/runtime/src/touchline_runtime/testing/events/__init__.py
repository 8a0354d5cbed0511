"""Events for tests: believable by default, and anything else by keyword."""

from touchline_runtime.testing.events.coaching import (
    an_assessment_completed,
    an_assessment_opened,
    an_assessment_resolved,
)
from touchline_runtime.testing.events.directory import a_cancelled_shift, a_person, a_shift, a_team
from touchline_runtime.testing.events.learning import a_course_published, a_learning_task_completed
from touchline_runtime.testing.events.making import made
from touchline_runtime.testing.events.skills import (
    a_skill_approved,
    a_skill_assigned,
    a_skill_defined,
    a_skill_predicted,
    a_skill_rejected,
    some_skills_inferred,
)
from touchline_runtime.testing.events.tasks import (
    a_task,
    a_task_assigned,
    a_task_closed,
    a_task_escalated,
    a_task_opened,
    a_task_rated,
    a_task_reopened,
    a_task_resolved,
)

__all__ = [
    "a_cancelled_shift",
    "a_course_published",
    "a_learning_task_completed",
    "a_person",
    "a_shift",
    "a_skill_approved",
    "a_skill_assigned",
    "a_skill_defined",
    "a_skill_predicted",
    "a_skill_rejected",
    "a_task",
    "a_task_assigned",
    "a_task_closed",
    "a_task_escalated",
    "a_task_opened",
    "a_task_rated",
    "a_task_reopened",
    "a_task_resolved",
    "a_team",
    "an_assessment_completed",
    "an_assessment_opened",
    "an_assessment_resolved",
    "made",
    "some_skills_inferred",
]
