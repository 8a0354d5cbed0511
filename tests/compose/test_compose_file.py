"""What docker-compose.yml says holds together; each guard catches a planted violation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from devstack.kafka.jars import POM
from devstack.postgres.container import IMAGE
from tests.architecture.source import clean
from tests.compose import guards
from tests.compose.compose_file import VariableMissing, fill, load, seconds, variables_of
from tests.compose.files import COMPOSE, DEMO, DOCKERFILES, FILLED, NAMES, stack, variables_in
from tests.compose.guards import Services
from touchline_runtime.companions import PATIENCE_SECONDS
from touchline_runtime.serving import GRACE_SECONDS
from touchline_runtime.settings import Settings
from touchline_runtime.worker import STOP_SECONDS

DRAIN = Settings.model_fields["drain_seconds"].default
STOPS = max(GRACE_SECONDS, PATIENCE_SECONDS) + STOP_SECONDS + DRAIN
NEEDED = {name: float(GRACE_SECONDS) if name == "workspace" else STOPS for name in NAMES}
DEMO_VARIABLES = {**FILLED, **variables_in("deploy/demo.env")}


def settings(found: Services) -> Iterator[str]:
    return guards.wrong_settings(found, DOCKERFILES)


def addresses(found: Services) -> Iterator[str]:
    return guards.wrong_addresses(found, DOCKERFILES)


def graces(found: Services) -> Iterator[str]:
    return guards.wrong_graces(found, NEEDED)


Guard = Callable[[Services], Iterator[str]]
GUARDS: tuple[Guard, ...] = (
    settings,
    addresses,
    graces,
    guards.wrong_doors,
    guards.wrong_order,
    guards.wrong_restarts,
)


@pytest.mark.parametrize("guard", GUARDS)
def test_the_compose_file_holds_together(guard: Guard) -> None:
    clean(guard(stack()))
    clean(guard(stack(DEMO, variables=DEMO_VARIABLES)))


@pytest.mark.parametrize(
    ("guard", "name", "change", "found"),
    [
        (settings, "coaching", "environment: {TOUCHLINE_ISUER: x}", "TOUCHLINE_ISUER is no setting"),
        (settings, "topics", "environment: {TOUCHLINE_ROLES: api}", "TOUCHLINE_ROLES is no setting"),
        (settings, "new", "build: {dockerfile: services/skills/Dockerfile}", "TOUCHLINE_ISSUER is not set"),
        (addresses, "skills", "environment: {TOUCHLINE_KAFKA_BOOTSTRAP: 'broker:9092'}", "to broker:9092"),
        (addresses, "workspace", "environment: {TOUCHLINE_SKILLS_URL: 'http://skills:80'}", "to skills:80,"),
        (graces, "learning", "stop_grace_period: 1m", "is killed after 60 s and may need 60 s"),
        (guards.wrong_doors, "kafka", "ports: ['9092:9092']", "kafka: publishes"),
        (guards.wrong_doors, "workspace", "ports: ['9000:8080']", "workspace: publishes"),
        (
            guards.wrong_order,
            "skills",
            "depends_on: {kafka: {condition: service_completed_successfully}}",
            "ends",
        ),
        (guards.wrong_order, "skills", "depends_on: {redis: {condition: service_healthy}}", "there is not"),
        (guards.wrong_order, "new", "restart: always", "new: has no health check"),
        (guards.wrong_restarts, "kafka", "restart: 'no'", "kafka: is not started again"),
    ],
)
def test_a_planted_fault_is_caught(guard: Guard, name: str, change: str, found: str) -> None:
    assert found in "\n".join(guard(stack(f"services: {{{name}: {{{change}}}}}")))


def test_it_is_not_started_without_passwords_and_an_issuer() -> None:
    required = {name for name, default in variables_of(COMPOSE) if default is None}
    assert {"POSTGRES_PASSWORD", "TOUCHLINE_ISSUER", "TOUCHLINE_JWKS_URL"} < required
    for name in required:
        with pytest.raises(VariableMissing, match=name):
            load(COMPOSE, variables={**FILLED, name: ""})


def test_the_example_of_settings_names_every_variable_and_holds_no_secret() -> None:
    example, wanted = variables_in(".env.example"), dict(variables_of(COMPOSE))
    assert set(example) == set(wanted)
    assert {name: value or None for name, value in example.items()} == wanted


def test_the_demo_needs_nothing_but_its_own_settings() -> None:
    required = {name for name, default in variables_of(COMPOSE + DEMO) if default is None}
    assert required <= {name for name, value in variables_in("deploy/demo.env").items() if value}
    demo = stack(DEMO, variables=DEMO_VARIABLES)
    assert {demo[name].environment["TOUCHLINE_ENVIRONMENT"] for name in NAMES} == {"development"}
    assert {stack()[name].environment["TOUCHLINE_ENVIRONMENT"] for name in NAMES} == {"production"}


def test_broker_and_database_are_those_that_the_tests_run_on() -> None:
    version = re.search(r"<artifactId>kafka_2.13</artifactId>\s*<version>(.*)</version>", POM.read_text())
    assert version is not None
    assert stack()["kafka"].tree["image"] == f"apache/kafka:{version[1]}"
    assert stack()["postgres"].tree["image"] == IMAGE


def test_variables_are_filled_in_as_docker_does() -> None:
    given = {"SET": "1", "EMPTY": ""}
    assert fill("${SET} ${SET:-2} ${EMPTY:-3} ${UNSET:-4} $$SET $${SET}", given) == "1 1 3 4 $SET ${SET}"
    with pytest.raises(VariableMissing, match="EMPTY: say it"):
        fill("${EMPTY:?say it}", given)
    assert [seconds(one) for one in ("90s", "2m", "1m30s")] == [90, 120, 90]
