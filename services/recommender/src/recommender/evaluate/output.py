"""Writes reports: a table for people, JSON, plots, and what was foretold line by line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import orjson

from recommender.evaluate.protocols import CaseRun, ProposalRun

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "touchline"
from matplotlib import pyplot as plt  # noqa: E402  (the backend has to be chosen first)

Report = dict[str, Any]
_CURVES = ("reliability", "precision_recall", "learning_curve")


def table(reports: Mapping[str, Report]) -> str:
    """One column a contestant, one line a figure."""
    names = list(dict.fromkeys(key for found in reports.values() for key in found if key not in _CURVES))
    width = max(len(name) for name in names) + 2
    lines = [" " * width + "".join(f"{name:>30}" for name in reports)]
    for name in names:
        cells = "".join(f"{_written(found.get(name)):>30}" for found in reports.values())
        lines.append(f"{name.replace('_', ' '):<{width}}{cells}")
    return "\n".join(lines)


def _written(figure: object) -> str:
    match figure:
        case None:
            return "-"
        case float():
            return f"{figure:.4f}"
        case [float(value), float(low), float(high)]:
            return f"{value:.4f} ({low:.4f} to {high:.4f})"
        case float(low), float(high):
            return f"{low:.4f} to {high:.4f}"
    return str(figure)


def write_report(folder: Path, reports: Mapping[str, Report]) -> None:
    """``report.json`` and one SVG a curve."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_bytes(orjson.dumps(reports, option=orjson.OPT_INDENT_2) + b"\n")
    axes = {
        "reliability": ("confidence", "share that is true"),
        "precision_recall": ("recall", "precision"),
        "learning_curve": ("tenth of the reported cases", "first guess right"),
    }
    for curve, (across, up) in axes.items():
        drawn = {name: found[curve] for name, found in reports.items() if curve in found}
        if drawn:
            _plot(folder / f"{curve}.svg", drawn, across, up, diagonal=curve == "reliability")


def _plot(file: Path, curves: Mapping[str, list[Any]], across: str, up: str, *, diagonal: bool) -> None:
    figure, axis = plt.subplots(figsize=(6, 4))
    for name, points in curves.items():
        if points and isinstance(points[0], float):
            axis.plot(range(1, len(points) + 1), points, marker="o", label=name)
        else:
            kept = [point for point in points if len(point) == 2 or point[2]]
            axis.plot([point[0] for point in kept], [point[1] for point in kept], marker=".", label=name)
    if diagonal:
        axis.plot([0, 1], [0, 1], linestyle=":", color="grey", label="perfectly calibrated")
    axis.set(xlabel=across, ylabel=up, ylim=(0, 1.02))
    axis.legend()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


def dump_cases(file: Path, run: CaseRun) -> None:
    """One line a case: its probabilities and the skills it truly carries."""
    with file.open("wb") as lines:
        for row, chances in zip(run.rows, run.chances, strict=True):
            told = {"id": row.case.number, "probabilities": chances, "skills": row.skills}
            lines.write(orjson.dumps(told) + b"\n")


def dump_proposals(file: Path, run: ProposalRun) -> None:
    """One line a hidden case as in ``dump_cases``, then one a pair of agent and skill with its confidence."""
    with file.open("wb") as lines:
        for row, hides in run.stream:
            if hides:
                chances = run.chances[row.case.number]
                told = {"id": row.case.number, "probabilities": chances, "skills": row.skills}
                lines.write(orjson.dumps(told) + b"\n")
        for (agent, skill), confidence in sorted(run.confidence.items()):
            pair = {"agent": agent, "skill": skill, "confidence": confidence}
            lines.write(orjson.dumps(pair) + b"\n")
