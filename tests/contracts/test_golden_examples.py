"""Every event that was ever published as an example is still understood, word for word."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.contracts.golden_examples import EXAMPLES, PATHS, ROOT, lost, name_of, read
from touchline_contracts.envelope import decode, encode, parse_structured, to_structured
from touchline_contracts.registry import EVENTS
from touchline_contracts.schemas import schema_of

each_example = pytest.mark.parametrize("path", PATHS, ids=name_of)


def removed_examples(history: str, present: frozenset[str]) -> list[str]:
    """Guard: paths that were once added (one a line) and are gone from the tree."""
    return sorted({line for line in history.splitlines() if line.endswith(".json")} - present)


def test_every_event_type_has_an_example() -> None:
    assert {path.parent.name for path in PATHS} == set(EVENTS)


@each_example
def test_an_example_is_read_and_written_again_without_loss(path: Path) -> None:
    example = read(path)
    received = parse_structured(path.read_text())
    written = to_structured(received.envelope, received.event)
    assert received.envelope.type == path.parent.name
    assert lost(example["data"], written["data"]) == []
    assert parse_structured(json.dumps(written)) == received


@each_example
def test_an_example_is_the_same_event_in_binary_mode(path: Path) -> None:
    received = parse_structured(path.read_text())
    assert decode(*encode(received.envelope, received.event)) == received


@each_example
def test_an_example_satisfies_the_published_schema(path: Path) -> None:
    example = read(path)
    schema = schema_of(EVENTS[path.parent.name])
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(example["data"])] == []


def test_no_example_was_ever_deleted() -> None:
    folder = EXAMPLES.relative_to(ROOT).as_posix()
    log = ["git", "log", "--diff-filter=A", "--name-only", "--format=", "--no-renames", "--", folder]
    history = subprocess.run(log, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert removed_examples(history, frozenset(path.relative_to(ROOT).as_posix() for path in PATHS)) == []


def test_a_deleted_example_is_caught() -> None:
    assert removed_examples("a/old.json\n\na/new.json\n", frozenset({"a/new.json"})) == ["a/old.json"]


def test_a_lost_or_changed_value_is_caught() -> None:
    assert lost({"a": [{"b": 1}], "c": 2}, {"a": [{"b": 3}], "d": 4}) == [
        "data.a.0.b: 1 became 3",
        "data.c: 2 became None",
    ]
