"""A linear model's state as bytes, and back."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from recommender.model.linear_model import LinearModel

_MAGIC = b"TLM3"
Pieces: TypeAlias = "list[bytes | memoryview]"
"""Bytes that follow each other: joining large ones would hold up whoever runs beside."""


def still(model: LinearModel) -> Callable[[], Pieces]:
    """What packs the state as it is now: it is copied, and goes on changing meanwhile.

    Names as JSON and arrays as numpy writes them, behind a checksum.
    """
    vocabulary, classifier = model.vocabulary, model.classifier
    names = {
        "terms": list(vocabulary.rows),
        "once": list(vocabulary.seen_once),
        "cases": vocabulary.cases,
        "capacity": vocabulary.capacity,
        "classes": list(model.classes),
        "merged": dict(model.merged),
        "calibrated": model.calibration.cases,
        "told": dict(model.descriptions.told),
        "learned": dict(model.descriptions.learned),
    }
    arrays = {
        "frequency": vocabulary.frequency.copy(),
        "fragments": model.fragments.frequency.copy(),
        "line": np.stack(model.calibration.line),
        "calibration": np.stack(
            [model.calibration.count, model.calibration.said, model.calibration.happened]
        ),
        "weights": classifier.weights.copy(),
        "squares": classifier.squares.copy(),
        "bias": classifier.bias.copy(),
        "bias_squares": classifier.bias_squares.copy(),
    }
    return lambda: _packed(names, arrays)


def _packed(names: dict[str, Any], arrays: dict[str, Any]) -> Pieces:
    held = io.BytesIO()
    np.savez(held, names=np.frombuffer(json.dumps(names).encode(), np.uint8), **arrays)
    body = held.getbuffer()
    return [_MAGIC, zlib.crc32(body).to_bytes(4, "big"), body]


def unpack(model: LinearModel, state: bytes) -> None:
    """Fills ``model`` from ``state``. Raises ValueError for foreign or damaged bytes."""
    body = state[8:]
    if state[:4] != _MAGIC or zlib.crc32(body).to_bytes(4, "big") != state[4:8]:
        raise ValueError("not a state of this model, or a damaged one")
    with np.load(io.BytesIO(body)) as arrays:
        names = json.loads(arrays["names"].tobytes())
        vocabulary, classifier = model.vocabulary, model.classifier
        vocabulary.rows = {term: row for row, term in enumerate(names["terms"])}
        vocabulary.seen_once = dict.fromkeys(names["once"])
        vocabulary.cases, vocabulary.capacity = names["cases"], names["capacity"]
        vocabulary.frequency = arrays["frequency"]
        model.fragments.frequency = arrays["fragments"]
        model.calibration.line = tuple(arrays["line"])
        counted = arrays["calibration"]
        model.calibration.count, model.calibration.said, model.calibration.happened = counted
        classifier.weights, classifier.squares = arrays["weights"], arrays["squares"]
        classifier.bias, classifier.bias_squares = arrays["bias"], arrays["bias_squares"]
    model.classes = {skill: number for number, skill in enumerate(names["classes"])}
    classifier.classes = len(model.classes)
    model.merged = dict(names["merged"])
    model.calibration.cases = names["calibrated"]
    for skill, (name, description) in names["told"].items():
        model.descriptions.tell(skill, name, description)
    model.descriptions.learned = names["learned"]
