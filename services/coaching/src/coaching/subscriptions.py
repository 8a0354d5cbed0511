"""What the coaching service reacts to, in this order within a poll."""

from __future__ import annotations

from coaching.assessments.when_task_changed_date_assessments import when_task_changed_date_assessments
from coaching.known_courses.when_course_changes_know_it import when_course_changes_know_it
from coaching.known_skills.when_catalogue_changes_know_skills import when_catalogue_changes_know_skills
from coaching.known_skills.when_holding_changes_keep_level import when_holding_changes_keep_level
from coaching.matches.when_person_or_team_arrived_open_waiting import when_person_or_team_arrived_open_waiting
from coaching.matches.when_skill_assigned_open_assessments import when_skill_assigned_open_assessments
from coaching.matches.when_task_changed_open_assessments import when_task_changed_open_assessments
from coaching.tasks.when_task_changed_keep_snapshot import when_task_changed_keep_snapshot
from touchline_contracts.directory import PersonChanged, TeamChanged
from touchline_contracts.learning import CoursePublished, CourseRetired
from touchline_contracts.skills import (
    SkillAssigned,
    SkillChanged,
    SkillDefined,
    SkillExpired,
    SkillLevelChanged,
    SkillMerged,
    SkillRemoved,
    SkillRetired,
)
from touchline_contracts.tasks import ALL_TASK_EVENTS
from touchline_runtime import directory
from touchline_runtime.subscription import Subscription, decision, projection

CATALOGUE = (SkillDefined, SkillChanged, SkillMerged, SkillRetired)
HOLDINGS = (SkillAssigned, SkillLevelChanged, SkillRemoved, SkillExpired)
COURSES = (CoursePublished, CourseRetired)

SUBSCRIPTIONS: tuple[Subscription, ...] = (
    # Above the projection: it follows from what was known before them who is active.
    decision(PersonChanged, TeamChanged, by=when_person_or_team_arrived_open_waiting),
    *directory.SUBSCRIPTIONS,
    # Above those of tasks: it takes the directory's lock, and no row of theirs may be locked before that.
    decision(SkillAssigned, by=when_skill_assigned_open_assessments),
    # Above the projection: it tells stale snapshots by what was stored before them.
    decision(*ALL_TASK_EVENTS, by=when_task_changed_open_assessments),
    projection(*ALL_TASK_EVENTS, by=when_task_changed_keep_snapshot, into=("task",)),
    # Below the projection: it reads what is stored of the task.
    decision(*ALL_TASK_EVENTS, by=when_task_changed_date_assessments),
    projection(*CATALOGUE, by=when_catalogue_changes_know_skills, into=("known_skill",)),
    projection(*HOLDINGS, by=when_holding_changes_keep_level, into=("held_skill",)),
    projection(*COURSES, by=when_course_changes_know_it, into=("known_course",)),
)
