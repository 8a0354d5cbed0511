"""One step of the learner: read, fold, and commit what follows together with the position."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import structlog

from recommender.grades.drift import store as drift
from recommender.inferences.inference import Inference
from recommender.inferences.tell_inferences import tell_inferences
from recommender.learner.checkpoint import keep, resume
from recommender.learner.learner import Learner
from recommender.learner.unfamiliar import WordCount
from recommender.learning_log import store
from recommender.predictions.prediction import Candidate
from recommender.predictions.propose_skills import Proposer, propose_skills
from touchline_runtime.transaction import Cause, Database, Transaction

log = structlog.get_logger(__name__)

BATCH = 200
"""Entries folded and committed together: some tenths of a second of work."""

REFOLDED_AT_ONCE = 1_000


class PositionLost(RuntimeError):
    """Another learner has moved the position, or the database was restored: this model is not its fold."""


@dataclass(slots=True)
class Steps:
    """A learner with the database it learns from.

    ``committed`` is the position in the database. ``undecided`` are candidates, ``inferences`` what tasks
    call for, and ``words`` what was counted, of entries that are folded and not committed yet. ``waiting``
    are the candidates that have to wait for a person, a skill or the cap. ``checkpoints``: folder of the
    checkpoint, which is of ``kept``.
    """

    learner: Learner
    database: Database
    checkpoints: Path | None = None
    committed: int = 0
    kept: int = 0
    undecided: dict[tuple[str, str], Candidate] = field(default_factory=dict)
    inferences: dict[str, Inference] = field(default_factory=dict)
    words: WordCount = field(default_factory=WordCount)
    waiting: list[Candidate] = field(default_factory=list)

    async def refold(self) -> None:
        """Learns again, from the checkpoint on, what was learned before; nothing is emitted for it.

        What is above the threshold and was not proposed (a policy was changed, a cap was reached) waits.
        """
        learner = self.learner
        async with self.database.reading() as conn:
            self.committed = await store.learned_to(conn)
            if self.checkpoints:
                await resume(conn, self.checkpoints, learner, self.committed)
                self.kept = learner.position
            while learner.position < self.committed:
                room = min(REFOLDED_AT_ONCE, self.committed - learner.position)
                learner.fold(await store.read_after(conn, learner.position, room))
        self.waiting = learner.candidates(learner.evidence.pairs())

    async def learn(self) -> bool:
        """Folds the next entries and commits what they lead to. False if there were none.

        Raises PositionLost. After any other error the same work is done again by the next call.
        """
        if self.learner.position == self.committed:
            await self._fold_next()
        if self.learner.position == self.committed:
            return False
        self.waiting += await self._commit(list(self.undecided.values()))
        self.undecided, self.inferences, self.words = {}, {}, WordCount()
        return True

    async def look_again(self) -> None:
        """Tries those that wait once more, with the evidence as it is now. Raises PositionLost."""
        pairs = dict.fromkeys((one.person_id, one.skill_id) for one in self.waiting)
        self.waiting = await self._commit(self.learner.candidates(pairs))

    async def keep_checkpoint(self) -> None:
        """Writes down the state, if it is committed and new. Where that fails, the former one stays.

        It is the state of the moment when this begins: run as a task, it lets the learner learn on.
        """
        at = self.learner.position
        if self.checkpoints is None or not self.kept < at == self.committed:
            return
        self.kept = at
        try:
            await keep(self.database, self.checkpoints, self.learner)
        except OSError as error:
            log.warning("checkpoint_not_kept", folder=str(self.checkpoints), reason=str(error))

    async def _fold_next(self) -> None:
        async with self.database.reading() as conn:
            entries = await store.read_after(conn, self.learner.position, BATCH)
        touched = self.learner.fold(entries)
        self.inferences, self.words = self.learner.inferences, self.learner.words
        self.undecided = {(one.person_id, one.skill_id): one for one in self.learner.candidates(touched)}
        # Touched pairs are decided anew: what was known of them is out of date.
        self.waiting = [one for one in self.waiting if (one.person_id, one.skill_id) not in touched]

    async def _commit(self, candidates: list[Candidate]) -> list[Candidate]:
        learner = self.learner
        proposer = Proposer(learner.policy, learner.version, learner.phrases)
        cause = Cause(f"learning log {learner.position}", "learner")
        async with self.database.transaction(cause) as tx:
            await self._advance(tx)
            waiting = await propose_skills(tx, candidates, proposer)
            await drift.add_words(tx.conn, self.words.weeks)
            await tell_inferences(tx, self.inferences, learner.version)
        self.committed = learner.position
        return waiting

    async def _advance(self, tx: Transaction) -> None:
        learner = self.learner
        if not await store.advance(
            tx.conn, self.committed, learner.position, version=learner.version,
            threshold=learner.policy.threshold, skills=len(learner.tagged), now=tx.now,
        ):  # fmt: skip
            raise PositionLost(f"the learner's position is no longer {self.committed}")
