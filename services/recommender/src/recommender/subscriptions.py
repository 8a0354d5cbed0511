"""What the recommender does about which event."""

from __future__ import annotations

from recommender.cases.when_task_finished_log_case import when_task_finished_log_case
from recommender.catalogue.when_skill_changed_keep_names import when_skill_changed_keep_names
from recommender.persons.when_person_changed_note_arrival import when_person_changed_note_arrival
from recommender.standings.when_skill_decided_keep_standing import when_skill_decided_keep_standing
from recommender.training.copies.when_assessment_scored_keep_score import when_assessment_scored_keep_score
from recommender.training.copies.when_course_changed_keep_offer import when_course_changed_keep_offer
from recommender.training.copies.when_learning_task_moved_keep_state import (
    when_learning_task_moved_keep_state,
)
from recommender.training.copies.when_skill_held_keep_level import when_skill_held_keep_level
from recommender.work.when_task_finished_keep_work import when_task_finished_keep_work
from touchline_contracts.coaching import AssessmentCompleted, AssessmentReopened
from touchline_contracts.directory import PersonChanged
from touchline_contracts.learning import (
    CoursePublished,
    CourseRetired,
    LearningTaskAssigned,
    LearningTaskCancelled,
    LearningTaskCompleted,
)
from touchline_contracts.skills import (
    DecisionUndone,
    RejectionLifted,
    SkillApproved,
    SkillAssigned,
    SkillChanged,
    SkillDefined,
    SkillExpired,
    SkillLevelChanged,
    SkillMerged,
    SkillRejected,
    SkillRemoved,
    SkillRetired,
)
from touchline_contracts.tasks import TaskClosed, TaskRated, TaskReopened, TaskResolved
from touchline_runtime import directory
from touchline_runtime.subscription import Subscription, decision, projection

FINISHED = (TaskResolved, TaskClosed, TaskReopened, TaskRated)
CATALOGUE = (SkillDefined, SkillChanged, SkillMerged, SkillRetired)
DECIDED = (SkillApproved, SkillRejected, DecisionUndone, RejectionLifted)
HELD = (SkillAssigned, SkillLevelChanged, SkillRemoved, SkillExpired)

# The decisions tell the learning log, which cannot be told twice.
SUBSCRIPTIONS: tuple[Subscription, ...] = (
    *directory.SUBSCRIPTIONS,
    decision(PersonChanged, by=when_person_changed_note_arrival),
    decision(*CATALOGUE, by=when_skill_changed_keep_names),
    decision(*DECIDED, *HELD, by=when_skill_decided_keep_standing),
    decision(*FINISHED, by=when_task_finished_log_case),
    projection(*FINISHED, by=when_task_finished_keep_work, into=("finished_task",)),
    projection(*HELD, by=when_skill_held_keep_level, into=("held_level",)),
    projection(CoursePublished, CourseRetired, by=when_course_changed_keep_offer, into=("course",)),
    projection(
        LearningTaskAssigned,
        LearningTaskCompleted,
        LearningTaskCancelled,
        by=when_learning_task_moved_keep_state,
        into=("learning_task",),
    ),
    projection(
        AssessmentCompleted,
        AssessmentReopened,
        by=when_assessment_scored_keep_score,
        into=("scored_assessment",),
    ),
)
