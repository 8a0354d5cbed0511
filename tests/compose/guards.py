"""Guards of the compose file: what it says of services, settings, addresses and times must hold together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pydantic_settings import BaseSettings

from coaching.main import CoachingSettings
from recommender.learner.main import LearnerSettings
from recommender.main import RecommenderSettings
from tests.compose.compose_file import Service
from tests.compose.dockerfile import Dockerfile
from touchline_runtime.settings import PREFIX, Settings, TopicSettings
from workspace.main import WorkspaceSettings

READS: Mapping[str, tuple[type[BaseSettings], ...]] = {
    "coaching": (Settings, CoachingSettings),
    "skills": (Settings,),
    "learning": (Settings,),
    "recommender": (Settings, LearnerSettings, RecommenderSettings),
    "workspace": (WorkspaceSettings,),
    "touchline_runtime.topics": (TopicSettings,),
    "devstack.issuer": (),
}
"""Which settings each module that a container runs reads."""
HEALTHY, DONE = "service_healthy", "service_completed_successfully"
_CREATED_BY_COMPOSE = re.compile(r"(?:://|@|^)([a-z][a-z-]*):(\d+)")
Services = Mapping[str, Service]
Dockerfiles = Mapping[str, Dockerfile]
"""By the path that a compose file names."""


def wrong_settings(services: Services, dockerfiles: Dockerfiles) -> Iterator[str]:
    """Variables that no setting has, and settings without a default that no variable sets."""
    for one in services.values():
        if one.dockerfile is None:
            continue
        image = dockerfiles[one.dockerfile]
        module = (one.command or image.command)[2]
        fields = {name: field for model in READS[module] for name, field in model.model_fields.items()}
        given = {name for name in (*one.environment, *image.environment) if name.startswith(PREFIX)}
        known = {f"{PREFIX}{name.upper()}" for name in fields}
        needed = {f"{PREFIX}{name.upper()}" for name, field in fields.items() if field.is_required()}
        yield from (f"{one.name}: {name} is no setting" for name in sorted(set(one.environment) - known))
        yield from (f"{one.name}: {name} is not set" for name in sorted(needed - given))


def wrong_addresses(services: Services, dockerfiles: Dockerfiles) -> Iterator[str]:
    """Addresses of services that there are not, or at ports on which they do not listen."""
    listens = {"postgres": "5432", "kafka": "9092"}
    for one in services.values():
        if one.dockerfile is not None and one.check:
            image = dockerfiles[one.dockerfile]
            listens[one.name] = image.environment[f"{PREFIX}HTTP_PORT"]
            if image.last("EXPOSE") != listens[one.name]:
                yield f"{one.dockerfile}: exposes {image.last('EXPOSE')}, listens on {listens[one.name]}"
    for one in services.values():
        for name, value in one.environment.items():
            for host, port in _CREATED_BY_COMPOSE.findall(value):
                if listens.get(host) != port:
                    yield f"{one.name}: {name} leads to {host}:{port}, where nobody listens"


def wrong_doors(services: Services) -> Iterator[str]:
    """The workspace's port is published, and no other."""
    for one in services.values():
        wanted = 1 if one.name == "workspace" else 0
        if len(one.published) != wanted:
            yield f"{one.name}: publishes {one.published}"
        if any(not port.endswith(":8080") for port in one.published):
            yield f"{one.name}: leads to another port than 8080"


def wrong_order(services: Services) -> Iterator[str]:
    """A condition on a service that cannot fulfil it; a service without a way to tell its health."""
    for one in services.values():
        runs_once = one.tree.get("restart") == "no"
        if runs_once == bool(one.check):
            yield f"{one.name}: {'has' if one.check else 'has no'} health check"
        for name, condition in one.conditions.items():
            if name not in services:
                yield f"{one.name}: waits for {name}, which there is not"
            elif condition == DONE and services[name].tree.get("restart") != "no":
                yield f"{one.name}: waits for the end of {name}, which never ends"
            elif condition == HEALTHY and not services[name].check:
                yield f"{one.name}: waits for the health of {name}, which has no check"


def wrong_graces(services: Services, needed: Mapping[str, float]) -> Iterator[str]:
    """Services killed before they can have stopped by themselves. ``needed`` are seconds by service."""
    for name, least in needed.items():
        if services[name].grace <= least:
            yield f"{name}: is killed after {services[name].grace:.0f} s and may need {least:.0f} s"


def wrong_restarts(services: Services) -> Iterator[str]:
    """Services that stay down after a crash."""
    for one in services.values():
        if one.check and one.tree.get("restart") != "unless-stopped":
            yield f"{one.name}: is not started again after a crash"
