"""The touchline command: help for everything, exit codes, clear words."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from devstack.cli.app import app, main
from devstack.issuer.key import ensure_key
from devstack.stack.state import StateFolder

COMMANDS = [
    ["up"],
    ["down"],
    ["status"],
    ["token"],
    ["publish"],
    ["import-directory"],
    ["demo"],
    ["quarantine", "list"],
    ["quarantine", "show"],
    ["quarantine", "replay"],
    ["quarantine", "discard"],
]


@dataclass
class Touchline:
    """Runs the command in this process and keeps what it printed."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    out: str = ""
    err: str = ""

    def __call__(self, *arguments: str | Path) -> int:
        self.monkeypatch.setattr(sys, "argv", ["touchline", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        self.out, self.err = self.capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code


@pytest.fixture
def touchline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Touchline:
    return Touchline(monkeypatch, capsys)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_and_takes_a_state_directory(command: list[str]) -> None:
    result = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "120", "NO_COLOR": "1"})
    assert result.exit_code == 0
    assert "--state" in result.output


@pytest.mark.parametrize(
    "command",
    ["down", "status", "status --json", "publish -", "import-directory x.csv", "demo", "quarantine list"],
)
def test_without_a_running_stack_commands_say_so_and_end_with_4(
    touchline: Touchline, command: str, tmp_path: Path
) -> None:
    assert touchline(*command.split(), "--state", tmp_path) == 4
    assert touchline.err.startswith("touchline: no stack runs in")


def test_a_token_needs_no_running_stack_but_one_that_was_started_once(
    touchline: Touchline, tmp_path: Path
) -> None:
    assert touchline("token", "--as", "manager", "--state", tmp_path) == 4
    ensure_key(StateFolder(tmp_path).key)
    assert touchline("token", "--as", "manager", "--state", tmp_path) == 0
    assert touchline.out.count(".") == 2


def test_an_unknown_persona_is_wrong_usage(touchline: Touchline, tmp_path: Path) -> None:
    assert touchline("token", "--as", "nobody", "--state", tmp_path) == 2
    assert "manager" in touchline.err


def test_a_service_and_a_number_name_a_quarantined_event(touchline: Touchline, tmp_path: Path) -> None:
    assert touchline("quarantine", "show", "kitchen/3", "--state", tmp_path) == 2
    assert "SERVICE/ID" in touchline.err


def test_the_module_runs_as_the_command(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "devstack", "status", "--state", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert result.returncode == 4
    assert result.stderr.startswith("touchline: no stack runs in")
