"""The measurement with ``--meaning``: what no known word tells, its meaning does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from recommender.enricher import language_model
from recommender.enricher.language_model import PACKAGES
from recommender.evaluate.command import main

LEARNED = {
    "travel": [
        "my flight is delayed",
        "book a train ticket",
        "change the seat on the plane",
        "luggage got lost at the airport",
        "cheapest bus to the coast",
        "hotel near the station",
        "passport check at the border",
        "ferry across the channel",
        "rental car without deposit",
        "missed my connection",
        "boarding pass will not print",
        "sleeper carriage overnight",
    ],
    "food": [
        "the soup was cold",
        "too much salt in this dish",
        "a recipe for bread",
        "pasta cooked too long",
        "is there a vegan dessert",
        "milk turned sour",
        "grill the fish with lemon",
        "waiter forgot our starters",
        "cake without eggs",
        "spicy curry for two",
        "fresh fruit at breakfast",
        "pizza arrived burnt",
    ],
    "health": [
        "my knee hurts",
        "see a doctor about a cough",
        "which pills against fever",
        "blood pressure is high",
        "an appointment with the dentist",
        "vaccination for children",
        "sprained ankle after running",
        "headache since monday",
        "allergic rash on both arms",
        "surgery next week",
        "nurse took a sample",
        "cannot sleep because of pain",
    ],
}
ASKED = {
    "travel": ["aircraft departure postponed", "reserve railway journey"],
    "food": ["tasteless meal served chilled", "baking loaves"],
    "health": ["leg injury causing pain", "medicine lowering temperature"],
}


def written(file: Path, texts: Mapping[str, Sequence[str]], times: int = 1) -> Path:
    rows = [
        {"text": text, "skill": skill}
        for _ in range(times)
        for together in zip(*texts.values(), strict=True)
        for skill, text in zip(texts, together, strict=True)
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    return file


def run(tmp_path: Path, *more: str) -> int:
    train, test = written(tmp_path / "a.jsonl", LEARNED, 6), written(tmp_path / "b.jsonl", ASKED)
    return main(
        [str(train), "--protocol", "case", "--skills", "skill", "--test", str(test), "--no-opponents", *more]
    )


def right(tmp_path: Path, *more: str) -> float:
    assert run(tmp_path, "--report", str(tmp_path), *more) == 0
    measured = json.loads((tmp_path / "report.json").read_text())
    return float(measured["Touchline"]["precision_at_1"])


@pytest.mark.skipif(
    any(find_spec(name) is None for name in PACKAGES),
    reason="the extra touchline-recommender[meaning] is not installed",
)
def test_questions_in_other_words_are_told_apart_by_their_meaning(tmp_path: Path) -> None:
    assert right(tmp_path, "--meaning") == 1.0 > right(tmp_path)


def test_of_proposals_it_is_not_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train = written(tmp_path / "a.jsonl", LEARNED)
    assert (
        main([str(train), "--protocol", "proposals", "--skills", "skill", "--agent", "text", "--meaning"])
        == 2
    )
    assert "leave --meaning out" in capsys.readouterr().err


def test_without_the_packages_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(language_model, "PACKAGES", ("not_there",))
    assert run(tmp_path, "--meaning") == 2
    assert "touchline-recommender[meaning]" in capsys.readouterr().err
