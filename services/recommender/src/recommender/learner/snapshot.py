"""The learner's whole state as bytes, and back: what is folded on from there is folded alike."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

import msgspec
import numpy as np

from recommender.evidence.agent_record import AgentRecord
from recommender.evidence.evidence import Evidence
from recommender.evidence.recent_case import RecentCase
from recommender.evidence.track_record import Proof
from recommender.learner.learner import Learner
from recommender.model.calibration import Calibration

_MAGIC = b"TLL1"


@dataclass(frozen=True, slots=True)
class _Record:
    latest: datetime
    added: int
    recent: list[RecentCase]
    older: dict[str, list[Proof]]


@dataclass(frozen=True, slots=True)
class _Calibration:
    count: list[float]
    said: list[float]
    happened: list[float]
    cases: int
    line: list[list[float]]


@dataclass(frozen=True, slots=True)
class State:
    """All that a learner has learned, at a position of the log."""

    position: int
    model_version: str
    model: bytes
    tagged: list[str]
    names: dict[str, str]
    aliases: dict[str, str]
    records: dict[str, _Record]
    agent_of_case: dict[str, str]
    known: dict[str, list[str]]
    shares: dict[str, float]
    shares_total: float
    likelihood: list[float]
    trials: int
    calibration: _Calibration


def packed(learner: Learner) -> bytes:
    """The state, behind a checksum."""
    evidence = learner.evidence
    state = State(
        position=learner.position,
        model_version=learner.model.version,
        model=learner.model.snapshot(),
        tagged=sorted(learner.tagged),
        names=learner.names.known,
        aliases=learner.names.aliases,
        records={agent: _record(held) for agent, held in evidence.records.items()},
        agent_of_case=evidence.agent_of_case,
        known={agent: [skill for _, skill in pairs] for agent, pairs in evidence.known.items()},
        shares=evidence.shares.counts,
        shares_total=evidence.shares.total,
        likelihood=evidence.trials.likelihood.tolist(),
        trials=evidence.trials.made,
        calibration=_calibration(evidence.trials.calibration),
    )
    body = msgspec.msgpack.encode(state)
    return _MAGIC + zlib.crc32(body).to_bytes(4, "big") + body


def unpacked(content: bytes, model_version: str) -> State:
    """The state in bytes of ``packed``. Raises ValueError for damaged ones and for those of another model."""
    body = content[8:]
    if content[:4] != _MAGIC or zlib.crc32(body).to_bytes(4, "big") != content[4:8]:
        raise ValueError("it is damaged, or of another version")
    state = msgspec.msgpack.decode(body, type=State)
    if state.model_version != model_version:
        raise ValueError(f"it is of the model {state.model_version}, and this one is {model_version}")
    return state


def fill(learner: Learner, state: State) -> None:
    """Gives a new learner the state."""
    learner.model.restore(state.model)
    learner.position = state.position
    learner.tagged = set(state.tagged)
    learner.names.known, learner.names.aliases = state.names, state.aliases
    _fill(learner.evidence, state)


def _fill(evidence: Evidence, state: State) -> None:
    evidence.records = {
        agent: AgentRecord(
            held.latest,
            held.added,
            {case.number: case for case in held.recent},
            {skill: {proof.number: proof for proof in proofs} for skill, proofs in held.older.items()},
        )
        for agent, held in state.records.items()
    }
    evidence.agent_of_case = state.agent_of_case
    evidence.known = {
        agent: {(agent, skill): None for skill in skills} for agent, skills in state.known.items()
    }
    evidence.shares.counts, evidence.shares.total = state.shares, state.shares_total
    trials = evidence.trials
    trials.likelihood, trials.made = np.array(state.likelihood), state.trials
    counted = state.calibration
    trials.calibration.count, trials.calibration.said = np.array(counted.count), np.array(counted.said)
    trials.calibration.happened, trials.calibration.cases = np.array(counted.happened), counted.cases
    trials.calibration.line = (np.array(counted.line[0]), np.array(counted.line[1]))


def _record(held: AgentRecord) -> _Record:
    older = {skill: list(proofs.values()) for skill, proofs in held.older.items()}
    return _Record(held.latest, held.added, list(held.recent.values()), older)


def _calibration(held: Calibration) -> _Calibration:
    line = [points.tolist() for points in held.line]
    return _Calibration(held.count.tolist(), held.said.tolist(), held.happened.tolist(), held.cases, line)
