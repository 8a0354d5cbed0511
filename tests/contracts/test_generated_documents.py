"""docs/events is what the contracts say, and no commit ever broke what an earlier one published."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.golden_examples import EVENTS_FOLDER, ROOT
from touchline_contracts.generate import accepted_breaks, breaks, out_of_date, write

SCHEMAS = (EVENTS_FOLDER / "schemas").relative_to(ROOT).as_posix()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of docs/events to spoil."""
    return Path(shutil.copytree(EVENTS_FOLDER, tmp_path / "events"))


def git(*arguments: str) -> str:
    """What git prints in this repository; empty outside of one."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout


def published_before() -> list[dict[str, dict[str, Any]]]:
    """The schemas of each commit that touched them, by event type."""
    found = []
    for commit in git("log", "--format=%H", "--", SCHEMAS).split():
        names = git("ls-tree", "--name-only", commit, f"{SCHEMAS}/").split()
        texts = {Path(name).stem: git("show", f"{commit}:{name}") for name in names}
        found.append({name: json.loads(text) for name, text in texts.items()})
    return found


def test_the_committed_documents_are_what_the_contracts_say() -> None:
    assert out_of_date(EVENTS_FOLDER) == []


def test_no_schema_breaks_one_that_was_published_before() -> None:
    accepted = accepted_breaks(EVENTS_FOLDER)
    assert [breaks(schemas, accepted) for schemas in published_before() if breaks(schemas, accepted)] == []


def test_a_hand_edited_missing_or_left_over_document_is_caught(folder: Path) -> None:
    (folder / "asyncapi.json").write_text("{}")
    (folder / "schemas" / "task.closed.v1.json").unlink()
    (folder / "schemas" / "task.vanished.v1.json").write_text("{}")
    assert out_of_date(folder) == [
        "asyncapi.json: out of date",
        "schemas/task.closed.v1.json: missing",
        "schemas/task.vanished.v1.json: nothing makes it",
    ]


def test_a_breaking_change_is_not_written(folder: Path) -> None:
    path = folder / "schemas" / "task.closed.v1.json"
    schema = json.loads(path.read_text())
    schema["properties"]["severity"] = {"type": "string"}
    path.write_text(json.dumps(schema))
    assert write(folder) == ["task.closed.v1 data.severity: the field was removed"]
    assert "severity" in path.read_text()


def test_a_breaking_change_is_written_when_it_is_listed_as_accepted(folder: Path) -> None:
    path = folder / "schemas" / "task.vanished.v1.json"
    path.write_text("{}")
    assert write(folder) == ["task.vanished.v1 data: the event was removed"]
    (folder / "accepted-breaks.txt").write_text("# why\ntask.vanished.v1 data: the event was removed\n")
    assert write(folder) == []
    assert not path.exists()
    assert out_of_date(folder) == []
