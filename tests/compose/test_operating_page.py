"""docs/operating.md says what is so: every setting, and files that go over the compose file."""

from __future__ import annotations

import pytest

from tests.architecture.source import clean
from tests.compose import guards
from tests.compose.files import DOCKERFILES, stack
from tests.compose.operating_page import PAGE, blocks, real_settings, told_settings


def test_the_table_has_every_setting_with_its_default() -> None:
    assert told_settings(PAGE) == real_settings()


def test_a_setting_left_out_or_told_wrong_is_seen() -> None:
    assert told_settings(PAGE.replace("| `INFO` |", "| `DEBUG` |")) != real_settings()
    assert told_settings(PAGE.replace("| `TOUCHLINE_ROLES` |", "| |")) != real_settings()


@pytest.mark.parametrize("over", list(blocks("yaml")), ids=["open.yml", "scaled.yml"])
def test_a_file_of_the_page_goes_over_the_compose_file(over: str) -> None:
    services = stack(over)
    clean(guards.wrong_settings(services, DOCKERFILES))
    clean(guards.wrong_addresses(services, DOCKERFILES))
    clean(guards.wrong_order(services))
    clean(guards.wrong_restarts(services))


def test_parts_that_run_apart_are_all_parts() -> None:
    (scaled,) = (block for block in blocks("yaml") if "replicas" in block)
    services = stack(scaled)
    roles = [services[name].environment["TOUCHLINE_ROLES"] for name in ("coaching", "coaching-worker")]
    assert sorted(",".join(roles).split(",")) == ["api", "relay", "worker"]
    assert services["coaching-worker"].environment["TOUCHLINE_DATABASE_URL"].endswith("/coaching")
