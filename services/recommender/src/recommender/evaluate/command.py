"""The command: reads a file, runs a protocol, prints a table. Exit code 2: the file or an option is wrong."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from recommender.enricher.language_model import LanguageModelMissing
from recommender.evaluate import opponents, output, report
from recommender.evaluate.meanings import Vectors, vectors_of
from recommender.evaluate.protocols import CaseRun, by_case, by_proposals
from recommender.evaluate.reading import Fields, Row, Unreadable, rows_of
from touchline_runtime.memory import settle_memory


def main(arguments: Sequence[str]) -> int:
    """Runs the command; its exit code."""
    options = _options().parse_args(arguments)
    settle_memory()
    try:
        rows = _rows(options.file, options)
        test = _rows(options.test, options) if options.test else []
        vectors = _vectors([*rows, *test]) if options.meaning else None
    except (Unreadable, LanguageModelMissing) as error:
        print(f"recommender.evaluate: {error}", file=sys.stderr)
        return 2
    if options.protocol == "case":
        measured = _cases(rows, test, vectors, options)
    else:
        measured = _proposals(rows, options)
    print(output.table(measured))
    if options.report:
        output.write_report(options.report, measured)
    return 0


def _vectors(rows: list[Row]) -> Vectors:
    found, speed = vectors_of(rows)
    print(f"read what {len(found):,} cases mean, {speed:,.0f} cases/s, on one core of this machine")
    return found


def _cases(
    rows: list[Row], test: list[Row], vectors: Vectors | None, options: argparse.Namespace
) -> dict[str, output.Report]:
    run = by_case(rows, test, vectors)
    measured = {"Touchline": report.of_cases(run, options.seed)}
    if options.opponents:
        measured["TF-IDF + linear SVM, retrained"] = report.of_guesses(run.rows, _svm(rows, test, run))
    if options.dump:
        output.dump_cases(options.dump, run)
    print(
        f"predicted {run.predicted / run.predicting:,.0f} cases/s, "
        f"learned {run.learned / run.learning:,.0f} cases/s, on one core of this machine\n"
    )
    return measured


def _svm(rows: list[Row], test: list[Row], run: CaseRun) -> list[str]:
    kept = [row for row in rows if row.skills]
    if test:
        return opponents.retrained_svm([*kept, *test], range(len(kept), len(kept) + len(test)), retrainings=1)
    return opponents.retrained_svm(kept, range(len(kept) - len(run.rows), len(kept)))


def _proposals(rows: list[Row], options: argparse.Namespace) -> dict[str, output.Report]:
    run = by_proposals(rows, options.seed)
    measured = {
        "Touchline": {**report.of_proposals(run, run.confidence, options.seed), **report.of_samples(run)}
    }
    if options.opponents:
        rule = opponents.commercial_rule(run.stream)
        measured["15 nearest, 3 skills, 20 times"] = report.of_proposals(run, rule, options.seed)
    if options.dump:
        output.dump_proposals(options.dump, run)
    print(f"learned and weighed {len(run.stream) / run.seconds:,.0f} cases/s on one core of this machine\n")
    return measured


def _rows(file: Path, options: argparse.Namespace) -> list[Row]:
    fields = Fields(
        options.text.split(","), options.skills, options.agent, options.time, options.team, options.id,
        options.fold,
    )  # fmt: skip
    if options.protocol == "proposals" and not options.agent:
        raise Unreadable("the protocol proposals asks who resolved each case: name the field by --agent")
    if options.protocol == "proposals" and options.meaning:
        raise Unreadable("proposals are by words alone: leave --meaning out, or ask by --protocol case")
    rows = rows_of(file, fields)
    if not any(row.skills for row in rows):
        raise Unreadable(
            f"no row of {file} carries a skill in {options.skills}: name another field by --skills"
        )
    if options.shuffle:
        random.Random(options.seed).shuffle(rows)
    return rows


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m recommender.evaluate", description=__doc__)
    parser.add_argument("file", type=Path, help="JSON Lines, one case a line; .gz too")
    parser.add_argument("--protocol", choices=("case", "proposals"), required=True)
    parser.add_argument(
        "--text", default="text", help="fields of the text; of several, a,b, the first is the subject"
    )
    parser.add_argument("--skills", default="skills", help="field with the skill, or a list of them")
    parser.add_argument("--agent", help="field with who resolved the case")
    parser.add_argument("--time", help="field with an ISO 8601 time; without it the file's order counts")
    parser.add_argument("--team", help="field with the team")
    parser.add_argument("--id", help="field with the case's number; without it the line's")
    parser.add_argument(
        "--fold", help="case: field with the fold; all but the first are reported, by their mean"
    )
    parser.add_argument("--test", type=Path, help="case: learn from all of FILE, report on this one")
    parser.add_argument(
        "--meaning",
        action="store_true",
        help="case: read what texts mean too (needs the extra `meaning`)",
    )
    parser.add_argument("--shuffle", action="store_true", help="a file without an order: mix it, by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--report", type=Path, help="folder for report.json and plots")
    parser.add_argument("--dump", type=Path, help="file for what was foretold, as JSON Lines")
    parser.add_argument("--no-opponents", dest="opponents", action="store_false", help="leave the others out")
    return parser
