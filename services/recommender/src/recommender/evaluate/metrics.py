"""Figures of how good probabilities are. Arrays of scores and of truths (0 or 1), of one length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

BINS = 10
RESAMPLED = 200
"""Bootstrap samples of an interval."""


def average_precision(scores: Numbers, truths: Numbers) -> float:
    """Mean precision at each true one, the highest scores first; 0 where none is true."""
    ranked = truths[np.argsort(-scores, kind="stable")]
    hits = np.flatnonzero(ranked > 0)
    return float((np.arange(1, len(hits) + 1) / (hits + 1)).mean()) if len(hits) else 0.0


def at_threshold(scores: Numbers, truths: Numbers, threshold: float) -> tuple[float, float]:
    """Precision and recall of those from the threshold on; precision is 1 where there are none."""
    taken = truths[scores >= threshold]
    return float(taken.mean()) if len(taken) else 1.0, float(taken.sum() / max(truths.sum(), 1.0))


def precision_at_recall(scores: Numbers, truths: Numbers, recall: float) -> float:
    """The best precision of any threshold that reaches the recall."""
    curve = precision_recall(scores, truths)
    return max((precision for found, precision in curve if found >= recall), default=0.0)


def precision_recall(scores: Numbers, truths: Numbers) -> list[tuple[float, float]]:
    """Recall and precision after each of the scores, the highest first."""
    ranked = truths[np.argsort(-scores, kind="stable")]
    hits = np.cumsum(ranked)
    precision = hits / np.arange(1, len(ranked) + 1)
    return list(zip((hits / max(truths.sum(), 1.0)).tolist(), precision.tolist(), strict=True))


def reliability(scores: Numbers, truths: Numbers) -> list[tuple[float, float, int]]:
    """In ten equal bins: mean score, share of true ones, and how many there are."""
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    held = ((bins == n) for n in range(BINS))
    return [
        (float(scores[found].mean()), float(truths[found].mean()), int(found.sum()))
        if found.any()
        else (0.0, 0.0, 0)
        for found in held
    ]


def calibration_error(scores: Numbers, truths: Numbers, above: float = 0.0) -> float:
    """Expected calibration error: mean distance of score and share of true ones, over ten bins."""
    kept = scores > above
    found = reliability(scores[kept], truths[kept])
    total = max(sum(count for _, _, count in found), 1)
    return sum(abs(score - share) * count for score, share, count in found) / total


def calibration_error_by_chance(scores: Numbers, above: float, seed: int) -> float:
    """The error that perfectly calibrated scores like these would show: few of them never match exactly."""
    chance = np.random.default_rng(seed)
    drawn = [
        calibration_error(scores, (chance.random(len(scores)) < scores).astype(float), above)
        for _ in range(RESAMPLED)
    ]
    return float(np.mean(drawn))


def f1(found: Sequence[Collection[str]], truths: Sequence[Collection[str]]) -> tuple[float, float]:
    """Micro F1 and F1 weighted by how often each label is true."""
    hit: Counter[str] = Counter()
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for guess, truth in zip(found, truths, strict=True):
        said.update(guess)
        true.update(truth)
        hit.update(set(guess) & set(truth))
    weighted = sum(true[label] * _f1(hit[label], said[label], true[label]) for label in true)
    return _f1(hit.total(), said.total(), true.total()), weighted / max(true.total(), 1)


def _f1(hit: int, said: int, true: int) -> float:
    return 2.0 * hit / (said + true) if said + true else 0.0


def interval(
    groups: Mapping[str, Sequence[int]], figure: Callable[[NDArray[np.int64]], float], seed: int
) -> tuple[float, float]:
    """The 95 % bootstrap interval of a figure of row numbers, drawn by whole groups with replacement."""
    chance = np.random.default_rng(seed)
    members = [np.array(rows, np.int64) for rows in groups.values()]
    drawn = [
        figure(np.concatenate([members[n] for n in chance.integers(0, len(members), len(members))]))
        for _ in range(RESAMPLED)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)
