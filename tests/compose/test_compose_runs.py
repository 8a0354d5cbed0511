"""The services run with the very commands, environments and checks that compose and Dockerfiles name."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from devstack.failures import StartFailed
from devstack.kafka.external import ExternalKafka
from devstack.kafka.jars import apache_is_possible, kafka_jars
from devstack.kafka.topics import admin
from devstack.postgres.databases import OWNERS
from tests.compose.containers import Containers
from tests.compose.database import DatabaseContainer
from tests.compose.files import FILLED, NAMES, ROOT, stack
from tests.compose.kafka_container import KafkaContainer
from tests.compose.operating_page import blocks
from tests.compose.running import Running
from tests.running.callers import Caller
from tests.running.company import a_closed_task, numbered, people
from tests.running.settled import eventually
from tests.running.topics import publishing
from touchline_contracts.catalogue import TOPICS
from touchline_runtime.personas import PERSONAS

pytestmark = [pytest.mark.kafka, pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture
async def admin_(running: Running) -> AsyncIterator[Caller]:
    """The administrator, signed in by the organisation's provider, at the one published port."""
    token = running.issuer.token("admin", *PERSONAS["admin"])
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=running.address, headers=headers, timeout=60) as client:
        yield Caller(client)


async def test_every_service_passes_its_own_health_check(running: Running) -> None:
    assert [name for name in NAMES if not await running.containers.check(name)] == []


async def test_an_image_holds_what_its_lock_names_and_nothing_else(running: Running) -> None:
    with pytest.raises(StartFailed, match="No module named 'pytest'"):
        await running.containers.run("coaching", "python", "-c", "import pytest")
    with pytest.raises(StartFailed, match="No module named 'skills'"):
        await running.containers.run("coaching", "python", "-c", "import cel_expr_python, skills")


async def test_a_closed_task_becomes_an_assessment_behind_the_one_port(
    running: Running, admin_: Caller
) -> None:
    await admin_.post(
        "/coaching/opportunities",
        name="Late work",
        event_types=["task.closed"],
        condition="sla_breached",
    )
    async with publishing(ExternalKafka(running.bootstrap)) as publisher:
        await publisher.events(numbered(people(), "people"))
        await publisher.events(numbered([a_closed_task("CS1", sla_breached=True)], "task"))

    async def opened() -> bool:
        return bool(await admin_.items("/coaching/assessments", task="CS1"))

    await eventually(opened, within=120)
    found = await admin_.items("/coaching/assessments", task="CS1")
    assert [(one["coach_id"], one["trainee_id"]) for one in found] == [("manager", "agent")]


async def test_nobody_gets_in_without_a_token(running: Running) -> None:
    async with httpx.AsyncClient(base_url=running.address, timeout=60) as client:
        answers = [(await client.get(f"/api/{owner}/subscriptions")).status_code for owner in OWNERS]
    assert answers == [401] * len(OWNERS)


async def test_the_topics_are_made_as_the_catalogue_says_and_stay(running: Running) -> None:
    assert "topics_ready" in await running.containers.run("topics", *_topics_step())
    async with admin(running.bootstrap) as client:
        described = await client.describe_topics([topic.name for topic in TOPICS])
    found = {topic["topic"]: len(topic["partitions"]) for topic in described}
    assert found == {topic.name: topic.partitions for topic in TOPICS}


async def test_a_projection_is_rebuilt_by_the_command_that_operators_are_told(running: Running) -> None:
    command = ("python", "-m", "coaching", "rebuild")
    assert "records read" in await running.containers.run(
        "coaching", *command, "when_directory_changes_keep_copy"
    )


async def test_a_service_refuses_arguments_that_it_does_not_know(running: Running) -> None:
    with pytest.raises(StartFailed, match=r"exit code 2:\nusage: python -m coaching \[rebuild"):
        await running.containers.run("coaching", "python", "-m", "coaching", "reset")
    with pytest.raises(
        StartFailed,
        match=r"exit code 2:\nnothing: no projection; there are .*when_directory_changes_keep_copy",
    ):
        await running.containers.run("coaching", "python", "-m", "coaching", "rebuild", "nothing")


async def test_events_in_a_file_are_published_as_the_page_says(running: Running, tmp_path: Path) -> None:
    examples = sorted((ROOT / "shared/contracts/examples/person.changed.v1").glob("*.json"))
    (tmp_path / "events.jsonl").write_text(
        "".join(f"{json.dumps(json.loads(e.read_text()))}\n" for e in examples)
    )
    script = (ROOT / "deploy/publish.py").read_text()
    shell = ("sh", "-c", 'exec python -c "$0" < "$1"', script, str(tmp_path / "events.jsonl"))
    assert f"{len(examples)} published" in await running.containers.run("coaching", *shell)


async def test_a_database_is_restored_as_the_page_says(
    running: Running, database: DatabaseContainer, admin_: Caller, tmp_path: Path
) -> None:
    await admin_.post(
        "/coaching/surveys", name="Before", questions=[{"id": "q", "text": "Well?", "weight": 1}]
    )
    database.run("pg_dump -U postgres --format=custom coaching > coaching.dump", tmp_path)
    await admin_.post(
        "/coaching/surveys", name="After", questions=[{"id": "q", "text": "Well?", "weight": 1}]
    )
    (block,) = blocks("sh", "restore")
    for line in block.splitlines():
        command = line.removeprefix("docker compose ")
        if command.startswith("exec -T postgres "):
            database.run(command.removeprefix("exec -T postgres "), tmp_path)
        elif command == "stop coaching":
            await running.containers.processes["coaching"].stop()
        else:
            assert command == "start coaching"
            running.containers.start("coaching")
            await running.containers.until_healthy("coaching")
    assert {one["name"] for one in await admin_.items("/coaching/surveys")} & {"Before", "After"} == {
        "Before"
    }


async def test_a_role_enters_its_own_database_only(running: Running, database: DatabaseContainer) -> None:
    url = f"postgresql://skills:{FILLED['SKILLS_PASSWORD']}@{database.address}"
    conn = await asyncpg.connect(f"{url}/skills")
    assert await conn.fetchval("SELECT current_user::text") == "skills"
    await conn.close()
    with pytest.raises(asyncpg.PostgresError, match="permission denied"):
        await asyncpg.connect(f"{url}/coaching")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://skills:guessed@{database.address}/skills")


@pytest.mark.parametrize("password", ["", "has space", "x@y:z/", "it's"])
def test_databases_are_not_made_with_a_password_that_breaks_a_url(
    database: DatabaseContainer, password: str
) -> None:
    refused = database.create(LEARNING_PASSWORD=password)
    assert refused.returncode == 1
    assert refused.stderr.startswith("LEARNING_PASSWORD is empty or holds more than letters")


async def test_every_service_stops_by_itself_in_its_grace(running: Running) -> None:
    for name in NAMES:
        await running.containers.processes[name].stop()
    codes = {name: running.containers.processes[name].exit_code for name in NAMES}
    assert codes == dict.fromkeys(NAMES, 0)


@pytest.mark.skipif(not apache_is_possible(), reason="needs java and mvn")
async def test_a_broker_keeps_its_cluster_id_and_a_new_volume_gets_another(tmp_path: Path) -> None:
    ids = []
    for number, volume in enumerate(("one", "one", "two")):
        container = KafkaContainer(
            stack()["kafka"], tmp_path / str(number), tmp_path / volume, await kafka_jars(), serve=False
        )
        container.process.start()
        assert await container.process.wait() == 0, container.process.last_lines()
        properties = (tmp_path / volume / "meta.properties").read_text().splitlines()
        ids.append(next(line for line in properties if line.startswith("cluster.id=")))
    assert ids[0] == ids[1] != ids[2]


async def test_the_demos_issuer_gives_personas_tokens_that_its_keys_verify(demo_issuer: Containers) -> None:
    demo_issuer.start("issuer")
    await demo_issuer.until_healthy("issuer")
    key = demo_issuer.addresses["/tmp/issuer-key.json"]
    token = await demo_issuer.run("issuer", "python", "-m", "devstack.issuer.print_token", key, "manager")
    assert token.count(".") == 2


def _topics_step() -> list[str]:
    command = stack()["topics"].command
    assert command is not None
    return command
