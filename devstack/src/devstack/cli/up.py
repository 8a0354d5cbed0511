"""``touchline up``: starts a whole stack, in the foreground or detached."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from devstack.cli.banner import print_banner
from devstack.cli.options import STATE, State
from devstack.kafka import KafkaKind
from devstack.postgres import PostgresKind
from devstack.stack import begin, detached
from devstack.stack.stack import Stack, Wishes
from devstack.stack.state import StateFolder

Detach = Annotated[bool, typer.Option("--detach", "-d", help="Return once everything runs.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Of the one address that is for you.")]
Demo = Annotated[bool, typer.Option("--demo/--no-demo", help="Load the demo company at the first start.")]
KafkaChoice = Annotated[
    KafkaKind,
    typer.Option("--kafka", help="Where the broker comes from; external: TOUCHLINE_KAFKA_BOOTSTRAP."),
]
PostgresChoice = Annotated[
    PostgresKind,
    typer.Option("--postgres", help="Where PostgreSQL comes from; external: TOUCHLINE_POSTGRES_URL."),
]


def up(
    detach: Detach = False,
    state: State = STATE,
    port: Port = 8080,
    demo: Demo = True,
    kafka: KafkaChoice = KafkaKind.EMBEDDED,
    postgres: PostgresChoice = PostgresKind.EMBEDDED,
) -> None:
    """Start a stack: PostgreSQL, Kafka and all services; carry on where the last one in DIR stopped.

    Ctrl-C drains it and stops it. The embedded broker keeps events in memory only.
    """
    folder = StateFolder(state)
    wishes = Wishes(kafka, postgres, demo)
    if detach:
        print_banner(detached.start(folder, wishes, port), folder, detached=True)
        return
    begin.take(folder)
    ports = begin.settle_ports(folder, port)
    begin.put_logs_aside(folder)
    stack = Stack(folder, wishes, ports, lambda record: print_banner(record, folder, detached=False))
    asyncio.run(stack.run())
