"""What the skills service reacts to: event → function."""

from __future__ import annotations

from skills.catalogue.when_task_names_skills_define_them import when_task_names_skills_define_them
from skills.holdings.proposals.when_skill_predicted_open_proposals import when_skill_predicted_open_proposals
from skills.holdings.when_assessment_completed_grant_skills import when_assessment_completed_grant_skills
from skills.holdings.when_learning_task_completed_grant_skills import (
    when_learning_task_completed_grant_skills,
)
from skills.tasks.when_task_changes_keep_its_skills import when_task_changes_keep_its_skills
from touchline_contracts.coaching import AssessmentCompleted
from touchline_contracts.learning import LearningTaskCompleted
from touchline_contracts.recommender import SkillPredicted, TaskSkillsInferred
from touchline_contracts.tasks import ALL_TASK_EVENTS
from touchline_runtime import directory
from touchline_runtime.subscription import Subscription, decision, projection

# Definitions come first: everything else locks in the order catalogue, persons.
SUBSCRIPTIONS: tuple[Subscription, ...] = (
    *directory.SUBSCRIPTIONS,
    decision(*ALL_TASK_EVENTS, by=when_task_names_skills_define_them),
    projection(
        *ALL_TASK_EVENTS,
        TaskSkillsInferred,
        by=when_task_changes_keep_its_skills,
        into=("task", "task_delta", "task_figure", "team_need"),
    ),
    decision(AssessmentCompleted, by=when_assessment_completed_grant_skills),
    decision(LearningTaskCompleted, by=when_learning_task_completed_grant_skills),
    decision(SkillPredicted, by=when_skill_predicted_open_proposals),
)
