"""What the coaching service answers over HTTP, and to whom."""

from __future__ import annotations

from coaching.activity.list_activity import list_activity
from coaching.activity.write_comment import write_comment
from coaching.assessment_lists.list_assessments import list_assessments
from coaching.assessments.change_assessment import (
    close_assessment,
    reassign_assessment,
    reopen_assessment,
)
from coaching.assessments.conclude_assessment import complete_assessment, resolve_assessment
from coaching.assessments.get_assessment import get_assessment
from coaching.assessments.open_assessment import open_assessment
from coaching.assessments.save_assessment import save_assessment
from coaching.conditions.check_condition import check_condition
from coaching.conditions.list_fields import list_fields
from coaching.dry_runs.dry_run_opportunity import dry_run_opportunity
from coaching.feedback.list_feedback import list_feedback
from coaching.follow_ups.change_follow_up import drop_follow_up, finish_follow_up, set_follow_up
from coaching.follow_ups.list_follow_ups import list_follow_ups
from coaching.known_courses.list_courses import list_courses
from coaching.known_skills.list_skills_to_add import list_skills_to_add
from coaching.match_lists.list_matches import list_matches
from coaching.opportunities.define_opportunity import define_opportunity
from coaching.opportunities.list_opportunities import get_opportunity, list_opportunities
from coaching.overview.get_overview import get_overview
from coaching.surveys.draft_survey import drop_draft, save_draft
from coaching.surveys.list_surveys import get_draft, get_survey, list_drafts, list_surveys
from coaching.surveys.publish_survey import publish_draft, publish_survey
from coaching.taken_surveys.draft_answers import draft_answers
from coaching.taken_surveys.take_survey import take_survey
from coaching.task_lists.list_task_assessments import list_task_assessments
from coaching.task_lists.list_tasks import list_tasks
from coaching.tasks.get_task import get_task
from touchline_runtime.auth import Role
from touchline_runtime.http import Route, command, query

EVERYBODY = (Role.TRAINEE,)
COACHES = (Role.COACH,)
ADMINS = (Role.COACHING_ADMIN,)

ROUTES: tuple[Route, ...] = (
    query("/assessments", list_assessments, roles=EVERYBODY),
    command("POST", "/assessments", open_assessment, roles=COACHES, status=201),
    query("/assessments/{id}", get_assessment, roles=EVERYBODY),
    command("PATCH", "/assessments/{id}", save_assessment, roles=COACHES),
    command("PUT", "/assessments/{id}/answers", draft_answers, roles=EVERYBODY),
    command("POST", "/assessments/{id}/survey", take_survey, roles=EVERYBODY),
    command("POST", "/assessments/{id}/resolve", resolve_assessment, roles=COACHES),
    command("POST", "/assessments/{id}/complete", complete_assessment, roles=COACHES),
    command("POST", "/assessments/{id}/close", close_assessment, roles=COACHES),
    command("POST", "/assessments/{id}/reopen", reopen_assessment, roles=COACHES),
    command("POST", "/assessments/{id}/reassign", reassign_assessment, roles=EVERYBODY),
    command("PUT", "/assessments/{id}/follow-up", set_follow_up, roles=COACHES),
    command("DELETE", "/assessments/{id}/follow-up", drop_follow_up, roles=COACHES),
    command("POST", "/assessments/{id}/follow-up/done", finish_follow_up, roles=EVERYBODY),
    query("/assessments/{id}/activity", list_activity, roles=EVERYBODY),
    command("POST", "/assessments/{id}/comments", write_comment, roles=EVERYBODY),
    query("/assessments/{id}/skills-to-add", list_skills_to_add, roles=COACHES),
    query("/follow-ups", list_follow_ups, roles=EVERYBODY),
    query("/overview", get_overview, roles=EVERYBODY),
    query("/coaches/{id}/feedback", list_feedback, roles=EVERYBODY),
    query("/courses", list_courses, roles=COACHES),
    query("/opportunities", list_opportunities, roles=COACHES),
    command("POST", "/opportunities", define_opportunity, roles=ADMINS, status=201),
    command("POST", "/opportunities/dry-run", dry_run_opportunity, roles=COACHES),
    query("/opportunities/{id}", get_opportunity, roles=COACHES),
    query("/fields", list_fields, roles=COACHES),
    command("POST", "/conditions/check", check_condition, roles=COACHES),
    query("/matches", list_matches, roles=COACHES),
    query("/surveys", list_surveys, roles=EVERYBODY),
    command("POST", "/surveys", publish_survey, roles=ADMINS, status=201),
    query("/surveys/{id}", get_survey, roles=EVERYBODY),
    query("/drafts", list_drafts, roles=ADMINS),
    query("/drafts/{id}", get_draft, roles=ADMINS),
    command("PUT", "/drafts/{id}", save_draft, roles=ADMINS),
    command("DELETE", "/drafts/{id}", drop_draft, roles=ADMINS),
    command("POST", "/drafts/{id}/publish", publish_draft, roles=ADMINS),
    query("/tasks", list_tasks, roles=EVERYBODY),
    # other systems number tasks as they like: with slashes too, so the longer path comes first
    query("/tasks/{number:path}/assessments", list_task_assessments, roles=EVERYBODY),
    query("/tasks/{number:path}", get_task, roles=EVERYBODY),
)
