"""The ledger check: every input has its effects exactly once, in the tables and on the topics."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from tests.chaos.load import Load
from tests.running.crew import OWNERS, Crew
from tests.running.databases import rows
from tests.running.settled import until_settled
from tests.running.topics import Published, read_all

OUR_TOPICS = ("touchline.coaching", "touchline.skills", "touchline.learning", "touchline.recommender")
QUARANTINE = "SELECT subscription, event_type, kind, reason FROM quarantine"
TASKS = "SELECT number, revision FROM task"
MATCHES = """
SELECT opportunity_id, task_number, reopen_count FROM opportunity_match
WHERE opportunity_id = 'default-sla-breach'
"""
ASSESSMENTS = "SELECT id FROM assessment"
MATCHED_ASSESSMENTS = "SELECT assessment_id FROM opportunity_match"
COMPLETED = "SELECT id FROM assessment WHERE state = 'closed_complete'"
LEARNING_TASKS = "SELECT assessment_id FROM learning_task"
SKILLS = "SELECT id FROM skill"
LEDGER = "SELECT person_id, revision FROM ledger"
HELD_TWICE = """
SELECT person_id, skill_id FROM ledger WHERE kind = 'assigned'
GROUP BY person_id, skill_id HAVING count(*) > 1
"""
CASES = "SELECT content -> 'case' ->> 'number' FROM learning_log WHERE kind = 'case'"
PREDICTIONS = "SELECT id FROM prediction"
TAKEN_IN = "SELECT prediction_id FROM proposal UNION ALL SELECT prediction_id FROM ignored_prediction"


async def assert_even(crew: Crew, load: Load, completed: Collection[str] = ()) -> None:
    """Waits until everything is done, then compares what was published with what came of it."""
    await until_settled(crew.kafka, crew.databases)
    urls = crew.databases
    for service in urls:
        assert await rows(urls[service], QUARANTINE) == [], service
    topics = {topic: await read_all(crew.kafka, topic) for topic in OUR_TOPICS}
    for records in topics.values():
        assert_in_order(records)
    if "coaching" in urls:
        await _coaching(urls["coaching"], load, topics["touchline.coaching"], completed)
    if set(OWNERS) <= set(urls):
        await _skills(urls["skills"], load, topics["touchline.skills"])
        await _learning(urls["learning"], completed, topics["touchline.learning"])
        await _recommender(urls, load, topics["touchline.recommender"])


def assert_in_order(records: Iterable[Published]) -> None:
    """A repeat is the very same event again; leaving repeats out, revisions of a thing have no gap."""
    seen: dict[str, tuple[str, bytes]] = {}
    revisions: defaultdict[str, list[int]] = defaultdict(list)
    for one in records:
        told = (one.type, one.value)
        repeated = one.event_id in seen
        assert seen.setdefault(one.event_id, told) == told, f"{one.event_id} has two contents"
        if not repeated and "revision" in one.fields:
            revisions[_thing(one)].append(one.fields["revision"])
    wrong = {thing: found for thing, found in revisions.items() if found != list(range(1, len(found) + 1))}
    assert wrong == {}


def _thing(one: Published) -> str:
    """What the revision of an event counts the changes of."""
    parts = (one.fields.get(name) for name in ("assessment_id", "learning_task_id", "course_id"))
    return next((part for part in parts if part), one.key)


def distinct(records: Iterable[Published], event_type: str, *names: str) -> Counter[tuple[object, ...]]:
    """How many different events of a type there are, by fields: repeats of one id count once."""
    wanted = {one.event_id: one.fields for one in records if one.type == event_type}
    return Counter(tuple(fields[name] for name in names) for fields in wanted.values())


async def _once(url: str, statement: str) -> Counter[tuple[object, ...]]:
    return Counter(await rows(url, statement))


async def _coaching(url: str, load: Load, records: list[Published], completed: Collection[str]) -> None:
    assert await _once(url, TASKS) == Counter(load.revisions.items())
    assert load.matches
    assert await _once(url, MATCHES) == Counter(load.matches)
    assessments = await _once(url, ASSESSMENTS)
    assert await _once(url, MATCHED_ASSESSMENTS) == assessments
    assert distinct(records, "assessment.opened.v1", "assessment_id") == assessments
    done = await _once(url, COMPLETED)
    assert set(done) >= {(id,) for id in completed}
    assert distinct(records, "assessment.completed.v1", "assessment_id") == done
    assert distinct(records, "assessment.resolved.v1", "assessment_id") == done


async def _skills(url: str, load: Load, records: list[Published]) -> None:
    skills = await _once(url, SKILLS)
    assert set(skills) >= {(skill,) for skill in load.skills}
    assert distinct(records, "skill.defined.v1", "skill_id") == skills
    ledger = await _once(url, LEDGER)
    held = distinct(records, "skill.assigned.v1", "person_id", "revision")
    assert held + distinct(records, "skill.level_changed.v1", "person_id", "revision") == ledger
    assert await rows(url, HELD_TWICE) == []


async def _learning(url: str, completed: Collection[str], records: list[Published]) -> None:
    tasks = await _once(url, LEARNING_TASKS)
    assert tasks == Counter((id,) for id in completed)
    assert distinct(records, "learning_task.assigned.v1", "assessment_id") == tasks


async def _recommender(urls: Mapping[str, str], load: Load, records: list[Published]) -> None:
    cases = Counter({number: times for (number,), times in (await _once(urls["recommender"], CASES)).items()})
    assert cases == load.lessons
    predictions = await _once(urls["recommender"], PREDICTIONS)
    assert predictions
    assert distinct(records, "skill.predicted.v1", "prediction_id") == predictions
    assert await _once(urls["skills"], TAKEN_IN) == predictions
