"""PostgreSQL and Kafka of a stack: chosen, started together, stopped in order."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass

from devstack.kafka import Kafka, KafkaKind, choose_kafka
from devstack.postgres import Postgres, PostgresKind, choose_postgres
from devstack.stack.console import say
from devstack.stack.state import StateFolder

POSTGRES_URL = "TOUCHLINE_POSTGRES_URL"
KAFKA_BOOTSTRAP = "TOUCHLINE_KAFKA_BOOTSTRAP"


@dataclass(frozen=True)
class Servers:
    """What the services stand on."""

    postgres: Postgres
    kafka: Kafka

    @classmethod
    def choose(
        cls, state: StateFolder, postgres: PostgresKind, kafka: KafkaKind, ports: dict[str, int]
    ) -> Servers:
        """Servers of these kinds with their data in the state directory. Raises StartFailed."""
        return cls(
            choose_postgres(
                postgres,
                state.path / "postgres",
                port=ports.get("postgres"),
                log=state.logs / "postgres.log",
                url=os.environ.get(POSTGRES_URL),
            ),
            choose_kafka(
                kafka,
                state.path / "kafka",
                port=ports.get("kafka"),
                log=state.logs / "kafka.log",
                bootstrap=os.environ.get(KAFKA_BOOTSTRAP),
            ),
        )

    async def start(self) -> None:
        """Starts both at once. Raises StartFailed."""
        say("postgres", f"starting ({self.postgres.kind})")
        say("kafka", f"starting ({self.kafka.kind})")
        # Both are waited for, even when one fails: nothing half started is left to be found later.
        results = await asyncio.gather(self.postgres.start(), self.kafka.start(), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def close(self) -> None:
        """Stops the broker, then the database. Data stay, except in containers."""
        for server in (self.kafka, self.postgres):
            await server.close()
