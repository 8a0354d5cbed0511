"""How each kind of event is made up. A type without a teller fails the tests that need it, and says so."""

from __future__ import annotations

from datetime import timedelta

from tests.integration.subscriptions.story import (
    COURSES,
    PERSONS,
    SKILLS,
    STRANGE_COURSES,
    STRANGE_TEAM,
    TAGS,
    TEAMS,
    Fields,
    Story,
    tells,
)
from touchline_contracts.coaching import AssessmentCompleted, AssessmentEvent, AssessmentResolved
from touchline_contracts.directory import PersonChanged, ShiftCancelled, ShiftScheduled, TeamChanged
from touchline_contracts.learning import CourseEvent, LearningTaskCompleted, LearningTaskEvent
from touchline_contracts.recommender import SkillPredicted, TaskSkillsInferred
from touchline_contracts.skills import (
    HeldSkillEvent,
    PersonSkillEvent,
    SkillDescribed,
    SkillEvent,
    SkillLevelChanged,
    SkillMerged,
)
from touchline_contracts.tasks import TaskEvent, TaskReopened
from touchline_runtime.testing import NOW

NOTES = ("", "Fixed.", "Found the duplicate charge, refunded it by bank transfer and told the customer.")


@tells(TaskEvent)
def a_task(story: Story) -> Fields:
    number = f"T{story.random.randint(1, 60)}"
    opened, reopened = story.days_ago(3, 12), issubclass(story.model, TaskReopened)
    ended = not reopened and story.one(True, False)
    return {
        "number": number,
        "revision": story.revision(number),
        "kind": story.mostly(story.one("case", "incident"), "interaction"),
        "state": story.model.TYPE.split(".")[1],
        "priority": story.one("1 - Critical", "2 - High", "3 - Moderate"),
        "short_description": story.one("Refund did not arrive", "Cannot sign in", "VPN drops every hour"),
        "resolution_notes": story.one(*NOTES),
        "category": story.one("refunds", "access"),
        "agent_id": story.mostly(story.person(), None),
        "team_id": story.mostly(story.one(*TEAMS), STRANGE_TEAM),
        "skills": story.some(TAGS, 3),
        "opened_at": opened,
        "resolved_at": opened + timedelta(days=story.random.randint(1, 6)) if ended else None,
        "handle_minutes": story.one(2, 25),
        "reopen_count": story.mostly(story.one(0, 0, 1), 2),
        "sla_breached": story.one(True, False),
        "rating": story.one({"value": 2}, {"value": 5}),
    }


@tells(PersonChanged)
def a_person(story: Story) -> Fields:
    id = story.person()
    told = {"name": f"{id} {story.number('name')}", "active": story.mostly(True, False)}
    return told | {
        "id": id,
        "revision": story.revision(f"person:{id}"),
        "manager_id": story.one(*PERSONS),
    }


@tells(TeamChanged)
def a_team(story: Story) -> Fields:
    id = story.mostly(story.one(*TEAMS), STRANGE_TEAM)
    return {
        "id": id,
        "revision": story.revision(f"team:{id}"),
        "name": f"{id} {story.number('name')}",
        "manager_id": story.one(*PERSONS),
        "additional_manager_ids": story.some(PERSONS, 2),
        "coach_ids": story.some(PERSONS, 2),
        "member_ids": story.some(PERSONS, 6),
    }


@tells(ShiftScheduled)
def a_shift(story: Story) -> Fields:
    id, starts = f"shift-{story.random.randint(1, 20)}", story.days_ago(-5, 5)
    of = {"person_id": story.person(), "team_id": story.mostly(story.one(*TEAMS), STRANGE_TEAM)}
    times = {"starts_at": starts, "ends_at": starts + timedelta(hours=8)}
    return {"id": id, "revision": story.revision(f"shift:{id}")} | of | times


@tells(ShiftCancelled)
def a_cancelled_shift(story: Story) -> Fields:
    id = f"shift-{story.random.randint(1, 20)}"
    return {"id": id, "revision": story.revision(f"shift:{id}")}


@tells(AssessmentEvent)
def an_assessment(story: Story) -> Fields:
    number = story.random.randint(1, 60)
    id = f"assessment-{number}"
    fields: Fields = {"assessment_id": id, "revision": story.revision(f"assessment:{id}")}
    fields |= {"trainee_id": PERSONS[number % len(PERSONS)], "decided_by": "manager", "completed_at": NOW}
    fields |= {"opened_at": NOW, "due_at": NOW, "reason": "No time"}
    if issubclass(story.model, AssessmentResolved):
        fields["training"] = story.some((*COURSES, *STRANGE_COURSES), 3)
    return fields | ({"skills": _awards(story)} if issubclass(story.model, AssessmentCompleted) else {})


@tells(CourseEvent)
def a_course(story: Story) -> Fields:
    id = story.mostly(story.one(*COURSES), STRANGE_COURSES[0])
    fields = {"course_id": id, "revision": story.revision(f"course:{id}"), "skills": _awards(story)}
    return fields | {"title": f"{id} {story.number('title')}", "source": "article"}


@tells(LearningTaskEvent)
def a_learning_task(story: Story) -> Fields:
    number = story.random.randint(1, 80)
    id = f"learning-task-{number}"
    fields: Fields = {"learning_task_id": id, "revision": story.revision(id), "due_at": NOW}
    fields |= {"person_id": PERSONS[number % len(PERSONS)], "course_id": story.one(*COURSES)}
    fields["completed_at"] = NOW
    return fields | ({"skills": _awards(story)} if issubclass(story.model, LearningTaskCompleted) else {})


@tells(SkillEvent)
def a_skill(story: Story) -> Fields:
    id = story.random.choice(SKILLS)
    fields: Fields = {"skill_id": id, "revision": story.revision(f"skill:{id}")}
    if issubclass(story.model, SkillMerged):
        fields["into_skill_id"] = story.random.choice([one for one in SKILLS if one != id])
    if issubclass(story.model, SkillDescribed):
        fields["name"] = f"{id} {story.number('name')}"
        fields["levels"] = [{"value": n, "name": f"Level {n}"} for n in range(1, story.random.randint(2, 5))]
    return fields


@tells(PersonSkillEvent)
def a_decision(story: Story) -> Fields:
    person = story.person()
    fields: Fields = {"person_id": person, "skill_id": story.random.choice(SKILLS)}
    fields |= {"revision": story.revision(f"person:{person}"), "decided_by": "manager", "decided_at": NOW}
    fields["proposal_id"] = f"proposal-{story.number('proposal')}"
    if issubclass(story.model, HeldSkillEvent):
        fields |= {"level": story.random.randint(1, 4), "level_name": "Level", "evidence": {"kind": "hand"}}
    return fields | ({"previous_level": 0} if issubclass(story.model, SkillLevelChanged) else {})


@tells(SkillPredicted)
def a_prediction(story: Story) -> Fields:
    number = story.number("prediction")
    sample = {"task_number": f"T{number}", "kind": "case", "probability": 0.9}
    return {
        "prediction_id": f"prediction-{story.mostly(number, 1 + number // 2)}",
        "person_id": story.person(),
        "skill_id": story.random.choice(SKILLS),
        "team_id": story.one(*TEAMS),
        "confidence": 0.9,
        "explanation": "Resolved tasks call for it.",
        "samples": [sample],
        "model_version": "1",
        "predicted_at": NOW,
    }


@tells(TaskSkillsInferred)
def an_inference(story: Story) -> Fields:
    return {
        "task_number": f"T{story.random.randint(1, 60)}",
        "skills": [{"skill_id": skill, "probability": 0.7} for skill in story.some(SKILLS, 2)],
        "position": story.mostly(story.number("position"), 1),
        "model_version": "1",
        "inferred_at": NOW,
    }


def _awards(story: Story) -> list[Fields]:
    return [{"skill_id": skill, "level": story.one(None, 1, 3)} for skill in story.some(SKILLS, 3)]
