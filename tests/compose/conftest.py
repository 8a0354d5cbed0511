"""Everything that the compose file starts, started once for the tests that need it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from devstack.kafka import Kafka, KafkaKind
from devstack.kafka.choice import settle_kafka
from devstack.kafka.jars import kafka_jars
from devstack.kafka.topics import delete_topics
from devstack.ports import free_ports
from devstack.postgres import Postgres
from tests.compose.containers import Containers
from tests.compose.database import DatabaseContainer
from tests.compose.files import DEMO, DOCKERFILES, FILLED, IGNORE, NAMES, ROOT, stack, variables_in
from tests.compose.image import Image, build
from tests.compose.kafka_container import KafkaContainer
from tests.compose.provider import publishing_keys
from tests.compose.running import Running, run, start_order
from touchline_runtime.testing.callers import ISSUER, Issuer


@pytest.fixture(scope="session")
def images(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Image]:
    """Every image, built."""
    folder = tmp_path_factory.mktemp("images")
    return {
        path: build(dockerfile, folder / Path(path).parent.name, ROOT, IGNORE)
        for path, dockerfile in DOCKERFILES.items()
    }


@pytest.fixture(scope="module")
def kafka_address(
    request: pytest.FixtureRequest, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the broker without topics listens: the compose file's own, or the one that was asked for."""
    kind = settle_kafka(KafkaKind(pytestconfig.getoption("--kafka")))
    if kind is KafkaKind.EMBEDDED:
        pytest.skip("compose names Apache Kafka, and its producers are idempotent")
    if kind is not KafkaKind.APACHE:
        broker: Kafka = request.getfixturevalue("kafka")
        run(delete_topics(broker.bootstrap))
        yield broker.bootstrap
        return
    folder = tmp_path_factory.mktemp("kafka")
    container = KafkaContainer(stack()["kafka"], folder, folder / "volume", run(kafka_jars()))
    try:
        run(container.until_ready())
        yield container.bootstrap
    finally:
        run(container.process.kill())


@pytest.fixture(scope="module")
def database(postgres: Postgres) -> Iterator[DatabaseContainer]:
    """PostgreSQL with the databases that the compose file's script makes."""
    container = DatabaseContainer(stack()["postgres"], postgres.url, ROOT)
    assert run(container.are_there()) == [], "the tests' PostgreSQL has databases of these names"
    try:
        assert container.check()
        made = container.create()
        assert made.returncode == 0, made.stderr
        yield container
    finally:
        run(container.drop())


@pytest.fixture(scope="module")
def running(
    images: dict[str, Image],
    database: DatabaseContainer,
    kafka_address: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Running]:
    """All services, started in the order that the compose file asks for, healthy by their own checks."""
    issuer = Issuer()
    with ExitStack() as closing:
        keys = closing.enter_context(publishing_keys(issuer))
        variables = {**FILLED, "TOUCHLINE_ISSUER": ISSUER, "TOUCHLINE_JWKS_URL": keys}
        services = stack(variables=variables)
        addresses = {"postgres:5432": database.address, "kafka:9092": kafka_address}
        ports = dict(zip(NAMES, free_ports(len(NAMES)), strict=True))
        folder = tmp_path_factory.mktemp("containers")
        containers = Containers(folder, ROOT, services, images, ports, addresses)
        closing.callback(lambda: run(containers.kill()))
        run(start_order(containers))
        yield Running(containers, issuer, kafka_address)


@pytest.fixture
def demo_issuer(images: dict[str, Image], tmp_path: Path) -> Iterator[Containers]:
    """The issuer of the demo's compose file, not started yet."""
    (port,) = free_ports(1)
    services = stack(DEMO, variables={**FILLED, **variables_in("deploy/demo.env")})
    addresses = {"/tmp/issuer-key.json": str(tmp_path / "key.json")}
    containers = Containers(tmp_path, ROOT, services, images, {"issuer": port}, addresses)
    try:
        yield containers
    finally:
        run(containers.kill())
