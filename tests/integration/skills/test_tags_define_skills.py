"""Tags on tasks that the catalogue does not know become skills."""

from __future__ import annotations

import asyncio

from skills.catalogue.when_task_names_skills_define_them import when_task_names_skills_define_them
from touchline_contracts.skills import SkillDefined
from touchline_runtime.testing import Api, delivered, outbox_of, react
from touchline_runtime.testing.events import a_task_closed, a_task_opened
from touchline_runtime.transaction import Database


async def test_an_unknown_tag_becomes_a_skill_of_the_tasks_category(database: Database, served: Api) -> None:
    task = a_task_opened(skills=("Card Payments",), category="billing")
    (event,) = await react(database, when_task_names_skills_define_them, task)
    assert isinstance(event, SkillDefined)
    assert (event.skill_id, event.name, event.category) == ("card-payments", "Card Payments", "billing")
    skill = (await served.as_("agent").get("/skills/card-payments")).json()
    assert (skill["origin"], skill["revision"]) == ("tag", 1)


async def test_a_known_tag_defines_nothing(database: Database, served: Api) -> None:
    await served.as_("admin").post("/skills", json={"name": "Card Payments", "id": "sk-17"})
    assert (
        await react(database, when_task_names_skills_define_them, a_task_opened(skills=("card payments",)))
        == []
    )


async def test_two_workers_that_see_a_tag_at_once_define_one_skill(database: Database) -> None:
    tasks = [delivered(a_task_closed(number=f"CS{n}", skills=("refunds", f"own-{n}"))) for n in range(4)]
    await asyncio.gather(*(react(database, when_task_names_skills_define_them, task) for task in tasks))
    events = await outbox_of(database)
    ids = [event.skill_id for event in events if isinstance(event, SkillDefined)]
    assert sorted(ids) == ["own-0", "own-1", "own-2", "own-3", "refunds"]


async def test_odd_tags_do_no_harm(database: Database) -> None:
    task = a_task_opened(skills=("!!!", "c++", "C#", "ä" * 200, "x" * 200))
    events = await react(database, when_task_names_skills_define_them, task)
    assert [event.skill_id for event in events if isinstance(event, SkillDefined)] == [
        "c++",
        "c#",
        "ä" * 200,
        "x" * 200,
    ]
