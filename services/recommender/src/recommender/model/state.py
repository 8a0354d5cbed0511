"""A linear model's state as bytes, and back."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.lib import format as numpy_format
from numpy.typing import NDArray

if TYPE_CHECKING:
    from recommender.model.linear_model import LinearModel

_MAGIC = b"TLM5"
_LENGTH = 4
"""Bytes that say how long the names are."""
_HEADER = 256
"""More than numpy writes before any of these arrays."""
Pieces: TypeAlias = "list[bytes | memoryview]"
"""Bytes that follow each other: joining large ones would hold up whoever runs beside."""


def pieces(model: LinearModel) -> Pieces:
    """The state: names as JSON and arrays as numpy writes them, behind a checksum. Arrays are not copied."""
    vocabulary, classifier, calibration = model.vocabulary, model.classifier, model.calibration
    names = {
        "terms": list(vocabulary.rows),
        "once": list(vocabulary.seen_once),
        "cases": vocabulary.cases,
        "capacity": vocabulary.capacity,
        "classes": list(model.classes),
        "merged": model.merged,
        "calibrated": calibration.cases,
        "told": model.descriptions.told,
        "learned": model.descriptions.learned,
    }
    arrays = (
        vocabulary.frequency,
        model.fragments.frequency,
        *calibration.state(),
        classifier.weights,
        classifier.squares,
        classifier.bias,
        classifier.bias_squares,
        model.blend.weights,
        model.blend.squares,
        model.profiles.counts,
        model.profiles.squares,
        model.profiles.totals,
        model.profiles.usual,
    )
    told = json.dumps(names).encode()
    body: Pieces = [len(told).to_bytes(_LENGTH, "big"), told]
    for array in arrays:
        body += _written(array)
    checksum = 0
    for piece in body:
        checksum = zlib.crc32(piece, checksum)
    return [_MAGIC, checksum.to_bytes(4, "big"), *body]


def unpack(model: LinearModel, state: bytes | memoryview) -> None:
    """Fills ``model`` from ``state``. Raises ValueError for foreign or damaged bytes."""
    state = memoryview(state)
    body = state[8:]
    if state[:4] != _MAGIC or zlib.crc32(body).to_bytes(4, "big") != state[4:8]:
        raise ValueError("not a state of this model, or a damaged one")
    end = _LENGTH + int.from_bytes(body[:_LENGTH], "big")
    names = json.loads(bytes(body[_LENGTH:end]))
    arrays = _arrays(body[end:])
    vocabulary, classifier, calibration = model.vocabulary, model.classifier, model.calibration
    vocabulary.rows = {term: row for row, term in enumerate(names["terms"])}
    vocabulary.seen_once = dict.fromkeys(names["once"])
    vocabulary.cases, vocabulary.capacity = names["cases"], names["capacity"]
    vocabulary.frequency, model.fragments.frequency = next(arrays), next(arrays)
    calibration.restore(next(arrays), next(arrays), names["calibrated"])
    classifier.weights, classifier.squares = next(arrays), next(arrays)
    classifier.bias, classifier.bias_squares = next(arrays), next(arrays)
    blend, profiles = model.blend, model.profiles
    blend.weights, blend.squares = next(arrays), next(arrays)
    profiles.counts, profiles.squares = next(arrays), next(arrays)
    profiles.totals, profiles.usual = next(arrays), next(arrays)
    model.classes = {skill: number for number, skill in enumerate(names["classes"])}
    classifier.classes = len(model.classes)
    model.merged = names["merged"]
    for skill, (name, description) in names["told"].items():
        model.descriptions.tell(skill, name, description)
    model.descriptions.learned = names["learned"]


def _written(array: NDArray[Any]) -> Pieces:
    header = io.BytesIO()
    numpy_format.write_array_header_1_0(header, numpy_format.header_data_from_array_1_0(array))
    return [header.getvalue(), array.data.cast("B")]


def _arrays(written: memoryview) -> Iterator[NDArray[Any]]:
    """One after the other, each with memory of its own: they will grow."""
    while written:
        header = io.BytesIO(written[:_HEADER])
        numpy_format.read_magic(header)
        shape, _, kind = numpy_format.read_array_header_1_0(header)
        count, start = int(np.prod(shape)), header.tell()
        array = np.empty(shape, kind)
        array.reshape(-1)[:] = np.frombuffer(written, kind, count, start)
        yield array
        written = written[start + array.nbytes :]
