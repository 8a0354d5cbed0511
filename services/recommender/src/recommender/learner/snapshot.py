"""The learner's whole state as bytes, and back: what is folded on from there is folded alike."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, fields
from datetime import datetime
from sys import intern

import msgspec

from recommender.evidence.agent_record import AgentRecord
from recommender.evidence.evidence import Evidence
from recommender.evidence.recent_case import RecentCase
from recommender.evidence.track_record import Proof, Taken
from recommender.learner.learner import Learner
from recommender.model.state import Pieces

_MAGIC = b"TLL5"
_MAP = 0x80
"""MessagePack's sign of a map of up to fifteen entries, which the low bits count."""
_BIN = {1: b"\xc4", 2: b"\xc5", 4: b"\xc6"}
"""MessagePack's signs of bytes, by the width of their length."""


@dataclass(frozen=True, slots=True)
class _Record:
    latest: datetime
    recent: list[RecentCase]
    older: dict[str, list[Proof]]


@dataclass(frozen=True, slots=True)
class State:
    """All that a learner has learned, at a position of the log."""

    position: int
    model_version: str
    model: memoryview
    second: bytes
    tagged: list[str]
    names: dict[str, str]
    aliases: dict[str, str]
    records: dict[str, _Record]
    agent_of_case: dict[str, str]
    known: dict[str, list[str]]
    shares: dict[str, float]
    shares_total: float
    decisions: list[tuple[str, str, float, bool]]
    taken: list[tuple[str, str, int, datetime]]


def packed(learner: Learner) -> bytes:
    """The state, behind a checksum."""
    return b"".join(pieces(learner))


def pieces(learner: Learner) -> Pieces:
    """The same in pieces, of which the large ones are not copied: use them before the learner goes on."""
    state = _state(learner)
    found: Pieces = [bytes([_MAP | len(fields(State))])]
    for part in fields(State):
        found.append(msgspec.msgpack.encode(part.name))
        if part.name == "model":
            found += _as_bin(learner.model.pieces())
        else:
            found.append(msgspec.msgpack.encode(getattr(state, part.name)))
    checksum = 0
    for piece in found:
        checksum = zlib.crc32(piece, checksum)
    return [_MAGIC, checksum.to_bytes(4, "big"), *found]


def _as_bin(pieces: Pieces) -> Pieces:
    """Bytes as MessagePack writes them, behind their length. Source: its specification, bin format family."""
    size = sum(len(piece) for piece in pieces)
    width = 1 if size < 2**8 else 2 if size < 2**16 else 4
    return [_BIN[width], size.to_bytes(width, "big"), *pieces]


def _state(learner: Learner) -> State:
    """All but the model."""
    evidence = learner.evidence
    return State(
        position=learner.position,
        model_version=learner.model.version,
        model=memoryview(b""),
        second=learner.second.packed(),
        tagged=sorted(learner.tagged),
        names=learner.names.known,
        aliases=learner.names.aliases,
        records={agent: _record(held) for agent, held in evidence.records.items()},
        agent_of_case=evidence.agent_of_case,
        known={agent: list(skills) for agent, skills in evidence.known.items()},
        shares=evidence.shares.counts,
        shares_total=evidence.shares.total,
        decisions=[(*pair, *found) for pair, found in evidence.decisions.made.items()],
        taken=[(*pair, found.position, found.at) for pair, found in evidence.taken.items()],
    )


def unpacked(content: bytes | memoryview, model_version: str) -> State:
    """The state in bytes of ``packed``. Raises ValueError for damaged ones and for those of another model."""
    content = memoryview(content)
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
    learner.second.restore(state.second)
    learner.position = state.position
    learner.tagged = set(state.tagged)
    learner.names.known, learner.names.aliases = state.names, state.aliases
    _fill(learner.evidence, state)


def _fill(evidence: Evidence, state: State) -> None:
    evidence.records = {
        agent: AgentRecord(
            held.latest,
            {case.number: case for case in held.recent},
            {skill: {proof.number: proof for proof in proofs} for skill, proofs in held.older.items()},
        )
        for agent, held in state.records.items()
    }
    evidence.agent_of_case = state.agent_of_case
    evidence.known = {agent: dict.fromkeys(map(intern, skills)) for agent, skills in state.known.items()}
    evidence.shares.counts, evidence.shares.total = state.shares, state.shares_total
    for agent, skill, said, approved in state.decisions:
        evidence.decisions.add((agent, skill), said, approved=approved)
    evidence.taken = {(agent, skill): Taken(position, at) for agent, skill, position, at in state.taken}


def _record(held: AgentRecord) -> _Record:
    older = {skill: list(proofs.values()) for skill, proofs in held.older.items()}
    return _Record(held.latest, list(held.recent.values()), older)
