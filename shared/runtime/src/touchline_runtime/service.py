"""A service: its tables of subscriptions and routes, its migrations; and how it runs."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from touchline_runtime import failpoints, logs, settings
from touchline_runtime.http import Route
from touchline_runtime.lost_connections import tell_lost_connections
from touchline_runtime.process import run_until_stopped
from touchline_runtime.rebuild_command import rebuild_as_told
from touchline_runtime.schedule import Schedule
from touchline_runtime.settings import Settings
from touchline_runtime.subscription import Subscription


@dataclass(frozen=True)
class Service:
    """What makes a service.

    ``counts`` are statements that count, by label, shown in /health/status. ``companions`` are Python
    modules run as processes beside the worker, such as ``recommender.learner``; they start when the topics
    ``companions_after`` are read to their end of then.
    """

    name: str
    title: str
    subscriptions: tuple[Subscription, ...]
    routes: tuple[Route, ...]
    migrations: Path
    counts: Mapping[str, str] = field(default_factory=dict)
    schedules: tuple[Schedule, ...] = ()
    companions: tuple[str, ...] = ()
    companions_after: tuple[str, ...] = ()


def run(service: Service) -> None:
    """Runs a service until SIGTERM or SIGINT, then drains it. Does not return.

    With the argument ``rebuild`` it rebuilds projections instead. Exit codes: 0 stopped as told, 1 a part of
    it failed, 2 the settings or arguments are wrong (and which).
    """
    given = settings.load(Settings)
    logs.configure(service.name, given.log_level)
    if arguments := sys.argv[1:]:
        sys.exit(_as_told(service, given, arguments))
    if given.failpoint and given.environment == "development":
        failpoints.arm_as_told(given.failpoint)
    tell_lost_connections()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        code = runner.run(run_until_stopped(service, given))
    sys.exit(code)


def _as_told(service: Service, given: Settings, arguments: Sequence[str]) -> int:
    verb, *names = arguments
    if verb != "rebuild":
        print(f"usage: python -m {service.name} [rebuild [PROJECTION …]]", file=sys.stderr)
        return 2
    return asyncio.run(rebuild_as_told(service.name, given, service.subscriptions, names))
