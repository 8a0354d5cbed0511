"""The measurement: it reads files as they come, says what is wrong, and gives the same bytes twice."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest

from recommender.evaluate.command import main
from tests.unit.recommender.small_talk import PHRASES, a_case
from touchline_runtime.testing import NOW

AGENTS = {"ada": ("refunds", "passwords"), "ben": ("printers",), "cem": ("passwords", "printers", "refunds")}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Six hundred cases of three agents, who work on one, two and three kinds of trouble."""
    file = tmp_path / "cases.jsonl.gz"
    with gzip.open(file, "wt") as lines:
        for number in range(600):
            agent = list(AGENTS)[number % 3]
            skill = AGENTS[agent][number // 3 % len(AGENTS[agent])]
            case = a_case(number, skill)
            row = {
                "id": number, "subject": case.short_description, "text": case.text, "agent": agent,
                "skill": skill, "closed": (NOW + timedelta(hours=number)).isoformat(), "fold": number // 200,
            }  # fmt: skip
            lines.write(json.dumps(row) + "\n")
    return file


def run(file: Path, protocol: str, *more: str) -> int:
    return main([str(file), "--protocol", protocol, "--text", "subject,text", "--skills", "skill", *more])


def report(folder: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads((folder / "report.json").read_text())
    return found


def test_cases_that_are_easy_to_tell_apart_are_told_apart(cases: Path, tmp_path: Path) -> None:
    assert run(cases, "case", "--report", str(tmp_path / "out")) == 0
    measured = report(tmp_path / "out")
    assert measured["Touchline"]["precision_at_1"] == pytest.approx(1.0, abs=0.02)
    assert measured["Touchline"]["cases"] == 300
    assert set(measured) == {"Touchline", "TF-IDF + linear SVM, retrained"}
    assert {"reliability.svg", "learning_curve.svg"} <= {file.name for file in (tmp_path / "out").iterdir()}


def test_folds_are_reported_by_their_mean_but_for_the_first(cases: Path, tmp_path: Path) -> None:
    assert run(cases, "case", "--fold", "fold", "--report", str(tmp_path), "--no-opponents") == 0
    assert (report(tmp_path)["Touchline"]["cases"], report(tmp_path)["Touchline"]["folds"]) == (400, 2)


def test_a_second_file_is_foretold_and_not_learned(cases: Path, tmp_path: Path) -> None:
    assert run(cases, "case", "--test", str(cases), "--report", str(tmp_path), "--no-opponents") == 0
    assert report(tmp_path)["Touchline"]["cases"] == 600


def test_agents_have_shown_what_their_hidden_cases_call_for(cases: Path, tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    fields = ["--agent", "agent", "--time", "closed", "--id", "id"]
    assert run(cases, "proposals", *fields, "--report", str(tmp_path), "--dump", str(dump)) == 0
    measured = report(tmp_path)["Touchline"]
    assert (measured["pairs"], measured["true_pairs"]) == (9, 6)
    assert measured["precision"] == measured["recall"] == 1.0
    lines = [json.loads(line) for line in dump.read_text().splitlines()]
    sure = {(one["agent"], one["skill"]) for one in lines if one.get("confidence", 0) >= 0.8}
    assert sure == {(agent, skill) for agent, skills in AGENTS.items() for skill in skills}
    told = [one for one in lines if "probabilities" in one]
    assert 150 < len(told) < 270
    assert all(set(one["probabilities"]) <= set(PHRASES) for one in told)


def test_the_same_file_and_seed_give_the_same_bytes(cases: Path, tmp_path: Path) -> None:
    for folder in ("first", "second"):
        assert run(cases, "proposals", "--agent", "agent", "--report", str(tmp_path / folder)) == 0
    files = sorted(file.name for file in (tmp_path / "first").iterdir())
    assert files == ["precision_recall.svg", "reliability.svg", "report.json"]
    for name in files:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


@pytest.mark.parametrize(
    ("content", "options", "says"),
    [
        ("", (), "has no rows"),
        ("[1]", (), "line 1: not a JSON object"),
        ("{", (), "line 1: not JSON"),
        ('{"skill": "a"}', (), "line 1 has no field subject: name the right one of ['skill'] by --text"),
        ('{"subject": "", "text": "", "skill": 5}', (), "skill must be a name or a list of names (--skills)"),
        ('{"subject": "", "text": "", "skill": []}', (), "no row"),
        (
            '{"subject": "", "text": "", "skill": "a", "at": "soon"}',
            ("--time", "at"),
            "at is no ISO 8601 time: 'soon' (--time)",
        ),
    ],
)
def test_a_file_that_cannot_be_measured_is_refused_with_line_field_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, options: tuple[str, ...], says: str
) -> None:
    file = tmp_path / "wrong.jsonl"
    file.write_text(content)
    assert run(file, "case", *options) == 2
    assert says in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nowhere", "case") == 2
    assert "cannot be read" in capsys.readouterr().err


def test_proposals_without_agents_are_refused(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cases, "proposals") == 2
    assert "--agent" in capsys.readouterr().err
