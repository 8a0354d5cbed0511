"""Promise 12: production refuses the embedded issuer; wrong settings are named and end with code 2."""

from __future__ import annotations

import pytest

from touchline_runtime.auth import EMBEDDED_ISSUER, Principal, Role
from touchline_runtime.personas import PERSONAS
from touchline_runtime.settings import EVERY_ROLE, EdgeSettings, Settings, load


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service's variables, all right."""
    monkeypatch.setenv("TOUCHLINE_ISSUER", "https://id.example.test")
    monkeypatch.setenv("TOUCHLINE_JWKS_URL", "https://id.example.test/jwks")
    monkeypatch.setenv("TOUCHLINE_DATABASE_URL", "postgresql://localhost/coaching")
    monkeypatch.setenv("TOUCHLINE_KAFKA_BOOTSTRAP", "localhost:9092")


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    """What is printed when the settings are refused."""
    with pytest.raises(SystemExit) as ended:
        load(Settings)
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_production_is_the_default_and_refuses_the_embedded_issuer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOUCHLINE_ISSUER", EMBEDDED_ISSUER)
    message = refused(capsys)
    assert "TOUCHLINE_ISSUER" in message
    assert "TOUCHLINE_JWKS_URL" in message


def test_development_accepts_the_embedded_issuer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHLINE_ISSUER", EMBEDDED_ISSUER)
    monkeypatch.setenv("TOUCHLINE_ENVIRONMENT", "development")
    assert load(Settings).issuer == EMBEDDED_ISSUER


def test_a_missing_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TOUCHLINE_DATABASE_URL")
    monkeypatch.setenv("TOUCHLINE_HTTP_PORT", "many")
    message = refused(capsys)
    assert "TOUCHLINE_DATABASE_URL: Field required" in message
    assert "TOUCHLINE_HTTP_PORT: " in message


def test_roles_are_all_by_default_and_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert load(Settings).roles == EVERY_ROLE
    monkeypatch.setenv("TOUCHLINE_ROLES", "api, relay")
    assert load(Settings).roles == {"api", "relay"}
    monkeypatch.setenv("TOUCHLINE_ROLES", "api,painter")
    assert "TOUCHLINE_ROLES" in refused(capsys)


def test_the_gateway_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOUCHLINE_DATABASE_URL")
    assert load(EdgeSettings).http_host == "127.0.0.1"


def test_roles_include_others_and_everybody_is_a_trainee() -> None:
    assert Principal.of("a").roles == {Role.TRAINEE}
    assert Principal.of("a", Role.LEARNING_ADMIN).has(Role.CONTENT_CREATOR)
    assert Principal.of("a", Role.COACHING_ADMIN).roles == {Role.COACHING_ADMIN, Role.COACH, Role.TRAINEE}
    assert not Principal.of("a", Role.COACH).has(Role.COACHING_ADMIN, Role.OPERATOR)


def test_the_personas_have_what_their_parts_need() -> None:
    manager = Principal.of("manager", *PERSONAS["manager"])
    assert manager.has(Role.SKILL_MANAGER)
    assert manager.has(Role.CATALOG_MANAGER)
    assert not manager.has(Role.OPERATOR)
    assert Principal.of("admin", *PERSONAS["admin"]).roles == set(Role)
