"""The AsyncAPI document is valid by AsyncAPI's own JSON Schema, and says what the catalogue says."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from tests.contracts.golden_examples import EVENTS_FOLDER
from touchline_contracts.asyncapi import document
from touchline_contracts.catalogue import TOPICS
from touchline_contracts.registry import EVENTS

# The official schemas are published as an npm package only.
PACKAGE = "@asyncapi/specs@6.11.1"
MEMBER = "package/schemas/3.0.0.json"
SHA256 = "d4571a420e6ffb7fcc7066c95a6db1202f299a3c51daa103d0706bf30f95e626"


@pytest.fixture(scope="module")
def official(pytestconfig: pytest.Config) -> Draft7Validator:
    """AsyncAPI's JSON Schema for 3.0.0, fetched once by npm and checked by its hash."""
    folder = pytestconfig.cache.mkdir("asyncapi")
    path = folder / f"{SHA256}.json"
    if not path.exists():
        path.write_bytes(fetched(folder))
    return Draft7Validator(json.loads(path.read_text()))


def fetched(folder: Path) -> bytes:
    """The schema from the npm package. Without npm the tests are skipped, in CI they fail."""
    if shutil.which("npm") is None:
        reason = "npm is not installed: the AsyncAPI document is not checked by the official schema"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        content = member.read()
    assert hashlib.sha256(content).hexdigest() == SHA256
    return content


def problems(official: Draft7Validator, candidate: Any) -> list[str]:
    """Guard: what the official schema says against a document."""
    return [f"{error.json_path}: {error.message[:200]}" for error in official.iter_errors(candidate)]


def test_the_document_satisfies_the_official_schema(official: Draft7Validator) -> None:
    assert problems(official, json.loads((EVENTS_FOLDER / "asyncapi.json").read_text())) == []


def test_a_wrong_kafka_binding_is_caught(official: Draft7Validator) -> None:
    spoiled = document()
    spoiled["channels"]["touchline-tasks"]["bindings"]["kafka"]["partitions"] = -1
    assert problems(official, spoiled) != []


def test_every_reference_leads_somewhere() -> None:
    whole = document()
    for reference in references(whole):
        if reference.startswith("#/"):
            node = whole
            for part in reference.removeprefix("#/").split("/"):
                node = node[part]
        else:
            assert (EVENTS_FOLDER / reference).exists()


def references(node: Any) -> list[str]:
    """Every $ref in a document."""
    if isinstance(node, list):
        return [found for part in node for found in references(part)]
    if not isinstance(node, dict):
        return []
    own = [str(node["$ref"])] if "$ref" in node else []
    return own + [found for part in node.values() for found in references(part)]


def test_every_event_is_a_message_of_its_topics_channel() -> None:
    channels = document()["channels"]
    carried = {name for channel in channels.values() for name in channel["messages"]}
    assert carried == set(EVENTS)
    assert {channel["address"] for channel in channels.values()} == {topic.name for topic in TOPICS}


def test_every_publisher_and_subscriber_is_an_operation() -> None:
    operations = document()["operations"]
    assert len(operations) == sum(1 + len(topic.subscribers) for topic in TOPICS)
    assert operations["coaching-subscribes-to-touchline-tasks"]["action"] == "receive"
    assert operations["coaching-publishes-touchline-coaching"]["action"] == "send"
