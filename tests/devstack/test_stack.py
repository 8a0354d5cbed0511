"""A whole stack, started by ``touchline up`` as a user starts it, on the embedded broker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from devstack.ports import free_port
from devstack.stack.services import SERVICES
from devstack.stack.state import StateFolder

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@dataclass
class Shell:
    """Runs the command as somebody in a shell would."""

    state: Path
    port: int

    def run(self, *arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "devstack", *arguments, "--state", str(self.state)]
        return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, input=given)

    def up(self) -> subprocess.CompletedProcess[str]:
        return self.run("up", "--detach", "--no-demo", "--port", str(self.port))

    def status(self) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.run("status", "--json").stdout)
        return answer

    def get(self, path: str, persona: str | None) -> httpx.Response:
        token = self.run("token", "--as", persona).stdout.strip() if persona else ""
        headers = {"Authorization": f"Bearer {token}"} if persona else {}
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", headers=headers, trust_env=False)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    shell = Shell(tmp_path_factory.mktemp("stack") / "state", free_port())
    started = shell.up()
    assert started.returncode == 0, started.stderr
    try:
        yield shell
    finally:
        shell.run("down")


def until(holds: Callable[[], bool], within: float = 60) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.2)


def persons(count: int) -> str:
    return "id,name\n" + "".join(f"p{number},Person {number}\n" for number in range(count))


def test_the_status_names_every_service_and_all_are_up(shell: Shell) -> None:
    status = shell.status()
    assert status["phase"] == "running"
    assert status["address"] == f"http://127.0.0.1:{shell.port}"
    assert {name: service["up"] for name, service in status["services"].items()} == dict.fromkeys(
        (name for name in SERVICES if name != "workspace"), True
    )


def test_tokens_of_the_command_open_what_their_roles_allow(shell: Shell) -> None:
    assert shell.get("/api/coaching/quarantine", None).status_code == 401
    assert shell.get("/api/coaching/quarantine", "agent").status_code == 403
    assert shell.get("/api/coaching/quarantine", "operator").status_code == 200


def test_a_second_stack_in_the_same_place_is_refused(shell: Shell) -> None:
    again = shell.up()
    assert again.returncode == 3
    assert f"already runs in {shell.state} at http://127.0.0.1:{shell.port}" in again.stderr


def test_a_taken_port_is_refused_before_anything_starts(shell: Shell, tmp_path: Path) -> None:
    other = Shell(tmp_path / "other", shell.port)
    refused = other.up()
    assert refused.returncode == 5
    assert f"port {shell.port} is taken" in refused.stderr
    assert StateFolder(other.state).record() is None


def test_a_directory_is_imported_and_a_faulty_one_is_not(shell: Shell, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(persons(3))
    bad.write_text("id,name\np9\n")
    assert "3 persons" in shell.run("import-directory", str(good)).stdout
    refused = shell.run("import-directory", str(bad))
    assert refused.returncode == 1
    assert "line 2, name: Field required" in refused.stderr


def test_a_malformed_event_is_listed_shown_and_discarded(shell: Shell) -> None:
    task = {"number": "CS-1", "kind": "case", "state": "new", "opened_at": "2026-03-01T09:00:00Z"}
    event = {"specversion": "1.0", "id": "1", "source": "urn:t", "type": "task.opened.v1", "data": task}
    other = event | {"data": task | {"state": "changed under the same id"}}
    lines = f"{json.dumps(event)}\n{json.dumps(other)}\nnonsense\n"
    published = shell.run("publish", "-", given=lines)
    assert (published.returncode, published.stdout.strip()) == (1, "2 accepted, 1 refused")
    assert "line 3: event: not valid JSON" in published.stderr
    until(lambda: "coaching/" in shell.run("quarantine", "list").stdout)
    items = json.loads(shell.run("quarantine", "list", "--json").stdout)
    ref = next(item["ref"] for item in items if item["ref"].startswith("coaching/"))
    shown = json.loads(shell.run("quarantine", "show", ref).stdout)
    assert "changed under the same id" in shown["payload"]
    assert shell.run("quarantine", "replay", ref).returncode == 1
    assert shell.run("quarantine", "discard", ref).returncode == 0
    assert shell.run("quarantine", "discard", ref).returncode == 1


def test_a_killed_service_is_started_again_and_that_is_said(shell: Shell) -> None:
    record = StateFolder(shell.state).running()
    (victim,) = (
        child for child in psutil.Process(record.pid).children() if child.cmdline()[-2:] == ["-m", "skills"]
    )
    victim.kill()
    log = shell.state / "logs" / "supervisor.log"
    until(lambda: "skills       was ended by SIGKILL; starting it again" in log.read_text())
    until(lambda: bool(shell.status()["services"]["skills"]["up"]))


def test_after_a_crash_of_the_supervisor_nothing_is_left_and_the_next_carries_on(shell: Shell) -> None:
    record = StateFolder(shell.state).running()
    supervisor = psutil.Process(record.pid)
    left = supervisor.children()
    os.kill(record.pid, signal.SIGKILL)
    assert psutil.wait_procs(left, timeout=60)[1] == []
    assert shell.run("status").returncode == 4
    started = shell.up()
    assert started.returncode == 0, started.stderr
    assert StateFolder(shell.state).running().data_id == record.data_id


def test_down_drains_and_stops_everything_and_up_has_the_data_again(shell: Shell) -> None:
    tasks = shell.status()["services"]["coaching"]["counts"]["tasks"]
    record = StateFolder(shell.state).running()
    left = psutil.Process(record.pid).children(recursive=True)
    assert shell.run("down").returncode == 0
    assert psutil.wait_procs(left, timeout=10)[1] == []
    assert "not drained" not in (shell.state / "logs" / "supervisor.log").read_text()
    assert shell.run("down").returncode == 4
    assert shell.up().returncode == 0
    assert shell.status()["services"]["coaching"]["counts"]["tasks"] == tasks
