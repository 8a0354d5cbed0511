"""What the learning service reacts to: event → function."""

from __future__ import annotations

from learning.known_skills.when_catalogue_changes_know_skills import when_catalogue_changes_know_skills
from learning.learning_tasks.when_assessment_resolved_assign_training import (
    when_assessment_resolved_assign_training,
)
from touchline_contracts.coaching import AssessmentResolved
from touchline_contracts.skills import SkillChanged, SkillDefined, SkillMerged, SkillRetired
from touchline_runtime import directory
from touchline_runtime.subscription import Subscription, decision, projection

SUBSCRIPTIONS: tuple[Subscription, ...] = (
    *directory.SUBSCRIPTIONS,
    projection(
        SkillDefined,
        SkillChanged,
        SkillMerged,
        SkillRetired,
        by=when_catalogue_changes_know_skills,
        into=("known_skill",),
    ),
    decision(AssessmentResolved, by=when_assessment_resolved_assign_training),
)
