"""Which Kafka and PostgreSQL the tests run on, started when the first test asks for them."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from devstack.kafka import Kafka, KafkaKind, choose_kafka
from devstack.kafka.choice import settle_kafka
from devstack.postgres import Postgres, PostgresKind, choose_postgres
from devstack.postgres.choice import settle_postgres

pytest_plugins = ("touchline_runtime.testing",)

STACKS = "whole stacks"
STARTS_STACKS = ("chaos", "compose", "devstack", "journeys")

KAFKA = pytest.StashKey[KafkaKind]()
POSTGRES = pytest.StashKey[PostgresKind]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("touchline", "the stack that tests run on")
    group.addoption(
        "--kafka",
        choices=[kind.value for kind in KafkaKind],
        default=os.environ.get("TOUCHLINE_TEST_KAFKA", "auto"),
        help="broker; external reads TOUCHLINE_TEST_KAFKA_BOOTSTRAP (default: TOUCHLINE_TEST_KAFKA or auto)",
    )
    group.addoption(
        "--postgres",
        choices=[kind.value for kind in PostgresKind],
        default=os.environ.get("TOUCHLINE_TEST_POSTGRES", "auto"),
        help="server; external reads TOUCHLINE_TEST_POSTGRES_URL (default: TOUCHLINE_TEST_POSTGRES or auto)",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[KAFKA] = settle_kafka(KafkaKind(config.getoption("--kafka")))
    if config.stash[KAFKA] is KafkaKind.EXTERNAL and config.getoption("numprocesses"):
        raise pytest.UsageError("several workers cannot share one broker's topics: run with WORKERS=0")
    config.stash[POSTGRES] = settle_postgres(PostgresKind(config.getoption("--postgres")))


class OneStackAtATime(LoadScopeScheduling):  # type: ignore[misc]  # pytest-xdist is not typed
    """A module stays with one worker; so does all that starts whole stacks, as no two may run at once."""

    def _split_scope(self, nodeid: str) -> str:
        folder = nodeid.split("/")[1]
        return STACKS if folder in STARTS_STACKS else nodeid.split("::", 1)[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> OneStackAtATime:
    return OneStackAtATime(config, log)


def pytest_report_header(config: pytest.Config) -> str:
    asked = f"asked for {config.getoption('--kafka')} and {config.getoption('--postgres')}"
    kafka, postgres = config.stash[KAFKA].value, config.stash[POSTGRES].value
    return f"touchline: kafka={kafka}, postgres={postgres} ({asked}; started when a test needs them)"


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[Postgres]:
    """A running server, fsync off; tests make their own databases in it."""
    server = choose_postgres(
        pytestconfig.stash[POSTGRES],
        _folder("postgres"),
        url=os.environ.get("TOUCHLINE_TEST_POSTGRES_URL"),
        durable=False,
        temporary=True,
    )
    try:
        _run(server.start())
        yield server
    finally:
        _run(server.close())


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """A superuser's URL of the running server."""
    return postgres.url


@pytest.fixture(scope="session")
def kafka(pytestconfig: pytest.Config) -> Iterator[Kafka]:
    """A running broker with the catalogue's topics. A test that stops it starts it again."""
    broker = choose_kafka(
        pytestconfig.stash[KAFKA],
        _folder("kafka"),
        bootstrap=os.environ.get("TOUCHLINE_TEST_KAFKA_BOOTSTRAP"),
        temporary=True,
    )
    try:
        _run(broker.start())
        yield broker
    finally:
        _run(broker.close())


@pytest.fixture(scope="session")
def kafka_bootstrap(kafka: Kafka) -> str:
    """``host:port`` of the running broker."""
    return kafka.bootstrap


def _folder(name: str) -> Path:
    return Path(tempfile.mkdtemp(prefix=f"touchline-{name}-"))


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Runs to the end in a loop and thread of its own: the tests' loops are none of its business."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()
