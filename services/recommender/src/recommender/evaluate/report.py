"""Figures of a run, as a table, as JSON and as plots. The same run gives the same JSON, byte for byte."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recommender.evaluate import metrics
from recommender.evaluate.protocols import POLICY, SHOWN, CaseRun, ProposalRun
from recommender.evaluate.reading import Row
from recommender.evidence.track_record import Pair

WORTH_COUNTING = 0.02
"""Pairs below this confidence are left out of the calibration error: nearly all are, and all are right."""

RECALL = 0.85
ALSO = 1 / 3
"""Beside the most probable skill, those from this probability on are said to be called for too."""

Report = dict[str, Any]


def of_cases(run: CaseRun, seed: int) -> Report:
    """F1, precision of the first guess and calibration, with bootstrap intervals."""
    truths = [row.skills for row in run.rows]
    guesses = [guessed(chances) for chances in run.chances]
    right = np.array(
        [_first(chances) in truth for chances, truth in zip(run.chances, truths, strict=True)], float
    )
    first = np.array([max(chances.values(), default=0.0) for chances in run.chances])
    scores, labels = _each_chance(run)
    return {
        "cases": len(run.rows),
        **_f1(run.rows, guesses),
        "precision_at_1": float(right.mean()),
        "precision_at_1_interval": _by_row(len(right), lambda rows: float(right[rows].mean()), seed),
        "calibration_error_of_the_first": metrics.calibration_error(first, right),
        "calibration_error": metrics.calibration_error(scores, labels),
        "reliability": metrics.reliability(scores, labels),
        "learning_curve": [float(part.mean()) for part in np.array_split(right, 10) if len(part)],
    }


def of_guesses(rows: Sequence[Row], guesses: Sequence[str]) -> Report:
    """The figures that can be had of bare guesses."""
    right = [guess in row.skills for guess, row in zip(guesses, rows, strict=True)]
    return {**_f1(rows, [(guess,) for guess in guesses]), "precision_at_1": sum(right) / max(len(right), 1)}


def guessed(chances: Mapping[str, float]) -> tuple[str, ...]:
    """The skills that a case is said to call for."""
    first = _first(chances)
    return (first, *(skill for skill, chance in chances.items() if chance >= ALSO and skill != first))


def of_proposals(run: ProposalRun, confidence: Mapping[Pair, float], seed: int) -> Report:
    """Average precision, precision and recall at the shipped threshold, and calibration, over all pairs."""
    pairs, truths, new = _pairs(run)
    scores = np.array([confidence.get(pair, 0.0) for pair in pairs])
    by_agent: dict[str, list[int]] = defaultdict(list)
    for n, (agent, _) in enumerate(pairs):
        by_agent[agent].append(n)
    precision, recall = metrics.at_threshold(scores, truths, POLICY.threshold)

    def with_interval(figure: Callable[[NDArray[np.int64]], float]) -> list[float]:
        return [figure(np.arange(len(pairs))), *metrics.interval(by_agent, figure, seed)]

    return {
        "pairs": len(pairs),
        "true_pairs": int(truths.sum()),
        "true_new_pairs": int((truths * new).sum()),
        "average_precision": with_interval(
            lambda rows: metrics.average_precision(scores[rows], truths[rows])
        ),
        "average_precision_of_new": with_interval(
            lambda rows: metrics.average_precision(scores[rows][new[rows]], truths[rows][new[rows]])
        ),
        "threshold": POLICY.threshold,
        "precision": precision,
        "recall": recall,
        "precision_at_recall_85": metrics.precision_at_recall(scores, truths, RECALL),
        "calibration_error": metrics.calibration_error(scores, truths, WORTH_COUNTING),
        "calibration_error_by_chance": metrics.calibration_error_by_chance(scores, WORTH_COUNTING, seed),
        "reliability": metrics.reliability(scores[scores > WORTH_COUNTING], truths[scores > WORTH_COUNTING]),
        "precision_recall": _thinned(metrics.precision_recall(scores, truths)),
    }


def of_samples(run: ProposalRun) -> Report:
    """Of the sample cases that proposals show, how many really carry the skill; and how soon one is made."""
    skills = {row.case.number: row.skills for row, _ in run.stream}
    right = [pair[1] in skills[proof.number] for pair, proofs in run.samples.items() for proof in proofs]
    made = [count for pair, count in run.first_proposed.items() if run.shown[pair] >= SHOWN]
    return {
        "samples": len(right),
        "samples_right": sum(right) / max(len(right), 1),
        "proposed_while_learning": len(run.first_proposed),
        "of_these_true_at_the_end": len(made) / max(len(run.first_proposed), 1),
        "true_cases_to_a_proposal_median": float(np.median(made)) if made else None,
    }


def _pairs(run: ProposalRun) -> tuple[list[Pair], metrics.Numbers, NDArray[np.bool_]]:
    agents = sorted({row.case.agent_id or "" for row, hides in run.stream if hides})
    skills = sorted({skill for row, _ in run.stream for skill in row.skills})
    pairs = [(agent, skill) for agent in agents for skill in skills]
    truths = np.array([float(run.shown[pair] >= SHOWN) for pair in pairs])
    return pairs, truths, np.array([run.early[pair] == 0 for pair in pairs])


def _f1(rows: Sequence[Row], guesses: Sequence[Sequence[str]]) -> Report:
    """Over all rows; and where there are folds, the mean of the folds' figures, as is usual for them."""
    folds: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        folds[row.fold].append(n)
    found = [
        metrics.f1([guesses[n] for n in held], [rows[n].skills for n in held]) for held in folds.values()
    ]
    micro, weighted = np.mean(found, axis=0).tolist()
    return {"folds": len(folds), "micro_f1": micro, "weighted_f1": weighted}


def _each_chance(run: CaseRun) -> tuple[metrics.Numbers, metrics.Numbers]:
    told = [
        (chance, float(skill in row.skills))
        for chances, row in zip(run.chances, run.rows, strict=True)
        for skill, chance in chances.items()
    ]
    scores, labels = np.array(told).reshape(-1, 2).T
    return scores, labels


def _first(chances: Mapping[str, float]) -> str:
    return max(chances, key=lambda skill: chances[skill], default="")


def _by_row(count: int, figure: Callable[[NDArray[np.int64]], float], seed: int) -> tuple[float, float]:
    return metrics.interval({str(n): [n] for n in range(count)}, figure, seed)


def _thinned(curve: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The curve where recall changes: the rest says nothing."""
    return [point for n, point in enumerate(curve) if n == 0 or point[0] != curve[n - 1][0]]
