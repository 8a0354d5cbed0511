"""What learning takes of memory and time, and how much its order matters: without database and broker."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from zlib import crc32

import psutil
from rich.console import Console
from rich.table import Table

from recommender.evidence.policy import ProposalPolicy
from recommender.evidence.track_record import Pair
from recommender.learner.learner import Learner
from recommender.learner.snapshot import packed
from recommender.learner.steps import BATCH
from recommender.learning_log.entry import CaseTold, Entry
from recommender.model.case import Case
from recommender.model.linear_model import LinearModel

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PARTITIONS = 6
WORDS = 30_000
SKILLS, AGENTS = 500, 1_000
GOAL_MB = 1_000
MIXED, MIXED_SKILLS, MIXED_AGENTS = 10_000, 50, 60
"""Cases, skills and agents of the stream that is learned in several orders."""


def stream(cases: int, skills: int, agents: int, seed: int = 7) -> Iterator[Case]:
    """Finished cases, seven in ten tagged: words of their skill among everybody's, and a number of their own.

    Each agent does eight skills; one case in ten is about any other.
    """
    chance = random.Random(seed)
    words = [f"{chance.randrange(26**6):x}" for _ in range(WORDS)]
    own = [chance.choices(words, k=25) for _ in range(skills)]
    does = [chance.choices(range(skills), k=8) for _ in range(agents)]
    for number in range(cases):
        agent = chance.randrange(agents)
        skill = chance.randrange(skills) if chance.random() < 0.1 else chance.choice(does[agent])
        said = [*chance.choices(own[skill], k=8), *chance.choices(words, k=22), f"ref-{number:x}"]
        chance.shuffle(said)
        yield Case(
            number=f"L{number}",
            kind="case",
            agent_id=f"agent-{agent}",
            team_id=f"team-{agent % 40}",
            short_description=" ".join(said[:8]),
            text=" ".join(said[8:]),
            skills=(f"skill-{skill}",) if chance.random() < 0.7 else (),
            resolved_at=START + timedelta(seconds=30 * number),
        )


def told(cases: Sequence[Case]) -> list[Entry]:
    """The learning log of these cases."""
    return [Entry(number, CaseTold(case, True)) for number, case in enumerate(cases, 1)]


def mixed(cases: Sequence[Case], seed: int, ahead: int) -> list[Case]:
    """As a rebuild may read them: partitions keep their order, any may be so many cases ahead of others."""
    chance = random.Random(seed)
    start = [chance.uniform(0, ahead) for _ in range(PARTITIONS)]
    of = [crc32(case.number.encode()) % PARTITIONS for case in cases]
    order = sorted(range(len(cases)), key=lambda n: n - start[of[n]])
    return [cases[n] for n in order]


def batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """As many as the learner takes at once."""
    left = iter(entries)
    while batch := list(islice(left, BATCH)):
        yield batch


def learned(cases: Sequence[Case]) -> tuple[Learner, dict[Pair, float]]:
    """A learner of all these, and whom it would propose what, with which confidence."""
    learner = Learner(LinearModel(), ProposalPolicy())
    for batch in batches(told(cases)):
        learner.fold(batch)
    found = learner.candidates(learner.evidence.pairs())
    return learner, {(one.person_id, one.skill_id): one.confidence for one in found}


def measure_memory(cases: int, say: Callable[[str], None], console: Console) -> None:
    """Folds the stream as the learner does, and tells size and rate ten times on the way."""
    title = f"{SKILLS} skills, {AGENTS:,} agents; goal: less than {GOAL_MB:,} MB"
    table = Table("cases", "cases/s", "MB", "pairs", title=title)
    learner, process = Learner(LinearModel(), ProposalPolicy()), psutil.Process()
    began, step = time.perf_counter(), max(BATCH, cases // 10 // BATCH * BATCH)
    entries = (Entry(n, CaseTold(case, True)) for n, case in enumerate(stream(cases, SKILLS, AGENTS), 1))
    for batch in batches(entries):
        learner.candidates(learner.fold(batch))
        if learner.position % step == 0:
            rate = step / (time.perf_counter() - began)
            mb = process.memory_info().rss / 1e6
            pairs = len(learner.evidence.pairs())
            table.add_row(f"{learner.position:,}", f"{rate:,.0f}", f"{mb:,.0f}", f"{pairs:,}")
            say(f"{learner.position:,} cases, {rate:,.0f}/s, {mb:,.0f} MB, {pairs:,} pairs")
            began = time.perf_counter()
    console.print(table)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    console.print(f"highest {peak:,.0f} MB, the state as bytes {len(packed(learner)) / 1e6:,.0f} MB")


def measure_orders(cases: int, console: Console) -> None:
    """Learns the same cases again in the same order, and in orders in which a rebuild may read them."""
    given = list(stream(cases, MIXED_SKILLS, MIXED_AGENTS))
    first, live = learned(given)
    again, _ = learned(given)
    console.print("the same order: the same bytes", packed(again) == packed(first))
    table = Table("cases ahead", "proposed", "only live", "only rebuilt", "farthest confidence", "mean")
    for ahead in (0, 500, 5_000, cases):
        _, rebuilt = learned(mixed(given, ahead, ahead))
        both = [abs(live[pair] - rebuilt[pair]) for pair in live.keys() & rebuilt.keys()] or [0.0]
        table.add_row(
            f"{ahead:,}", f"{len(rebuilt):,}", f"{len(live.keys() - rebuilt.keys()):,}",
            f"{len(rebuilt.keys() - live.keys()):,}", f"{max(both):.3f}", f"{sum(both) / len(both):.4f}",
        )  # fmt: skip
    console.print(table)
