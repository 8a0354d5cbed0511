"""Promise 4: every projection, rebuilt beside its running service, emits nothing and ends equal."""

from __future__ import annotations

import asyncpg

from tests.chaos.ledger import OUR_TOPICS, assert_in_order
from tests.chaos.load import Load
from tests.integration.subscriptions.every import services
from tests.running.contents import Contents, assert_same, contents
from tests.running.crew import Crew
from tests.running.databases import rows
from tests.running.settled import until_settled
from tests.running.topics import read_all
from touchline_runtime.rebuild import rebuild
from touchline_runtime.service import Service

SPOIL = "TRUNCATE {}"
LEFT = "SELECT 1 FROM pg_namespace WHERE nspname = 'rebuild'"


def tables_of(service: Service) -> list[str]:
    """What the service's projections write."""
    return sorted(
        {table for one in service.subscriptions if one.effect == "projection" for table in one.into}
    )


async def test_projections_of_every_service_rebuilt_beside_it_end_equal(crew: Crew, load: Load) -> None:
    await crew.start_all()
    await load.tell_the_directory()
    await load.publish(250)
    await until_settled(crew.kafka, crew.databases)
    before = {service.name: await _projected(crew, service) for service in services()}
    published = await read_all(crew.kafka, *OUR_TOPICS)
    for service in services():
        url = crew.databases[service.name]
        await rows(url, SPOIL.format(", ".join(tables_of(service))))
        await crew.command(service.name, "rebuild")
        assert_same(await _projected(crew, service), before[service.name], service.name)
        assert await rows(url, LEFT) == []
    await until_settled(crew.kafka, crew.databases)
    assert await read_all(crew.kafka, *OUR_TOPICS) == published


async def test_projections_rebuilt_while_events_flow_miss_and_double_none(crew: Crew, load: Load) -> None:
    await crew.start_all()
    await load.tell_the_directory()
    await load.publish(100)
    async with load.flowing(most=1_500):
        for service in services():
            url = crew.databases[service.name]
            await rebuild(url, service.name, crew.kafka.bootstrap, service.subscriptions)
    await until_settled(crew.kafka, crew.databases)
    under_way = {service.name: await _projected(crew, service) for service in services()}
    for service in services():
        url = crew.databases[service.name]
        await rebuild(url, service.name, crew.kafka.bootstrap, service.subscriptions)
        assert_same(await _projected(crew, service), under_way[service.name], service.name)
    known = await rows(crew.databases["coaching"], "SELECT number, revision FROM task")
    assert sorted(known) == sorted(load.revisions.items())
    assert_in_order([one for topic in OUR_TOPICS for one in await read_all(crew.kafka, topic)])


async def _projected(crew: Crew, service: Service) -> Contents:
    conn = await asyncpg.connect(crew.databases[service.name])
    try:
        found = await contents(conn)
    finally:
        await conn.close()
    return {table: found[table] for table in tables_of(service)}
