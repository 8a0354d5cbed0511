"""What the recommender does about which event."""

from __future__ import annotations

from recommender.cases.when_task_finished_log_case import when_task_finished_log_case
from recommender.catalogue.when_skill_changed_keep_names import when_skill_changed_keep_names
from recommender.catalogue.when_skill_changed_log_it import when_skill_changed_log_it
from recommender.persons.when_person_arrived_log_it import when_person_arrived_log_it
from recommender.predictions.when_skill_decided_settle_prediction import when_skill_decided_settle_prediction
from recommender.standings.when_skill_decided_keep_standing import when_skill_decided_keep_standing
from touchline_contracts.directory import PersonChanged
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

# The decisions stand above the projections of the same events: they need what was known before.
SUBSCRIPTIONS: tuple[Subscription, ...] = (
    decision(PersonChanged, by=when_person_arrived_log_it),
    *directory.SUBSCRIPTIONS,
    decision(*CATALOGUE, by=when_skill_changed_log_it),
    projection(*CATALOGUE, by=when_skill_changed_keep_names, into=("skill",)),
    decision(*DECIDED, *HELD, by=when_skill_decided_settle_prediction),
    projection(*DECIDED, *HELD, by=when_skill_decided_keep_standing, into=("standing",)),
    decision(*FINISHED, by=when_task_finished_log_case),
)
