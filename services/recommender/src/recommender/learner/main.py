"""Settings and wiring of the learner's process."""

from __future__ import annotations

import asyncio
from typing import Annotated

from pydantic import DirectoryPath, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from recommender.evidence.policy import ProposalPolicy
from recommender.learner.learner import Learner
from recommender.learner.loop import follow_log
from recommender.learner.steps import Steps
from recommender.model.linear_model import LinearModel
from touchline_runtime import logs, settings
from touchline_runtime.memory import settle_memory
from touchline_runtime.readiness import stop_on_signals
from touchline_runtime.transaction import Database


class LearnerSettings(BaseSettings):
    """Read from ``TOUCHLINE_…``. The policy's values are explained at ProposalPolicy.

    ``checkpoint_folder``: where the state is kept; without it every start learns from the first case on.
    """

    model_config = SettingsConfigDict(env_prefix=settings.PREFIX, extra="ignore")

    database_url: str
    log_level: settings.LogLevel = "INFO"
    proposal_threshold: Annotated[float, Field(gt=0, lt=1)] = 0.8
    proposal_cases: Annotated[int, Field(ge=1, le=50)] = 3
    proposal_half_life_days: Annotated[float, Field(gt=0)] = 365.0
    proposal_weekly_cap: Annotated[int, Field(ge=0)] = 25
    proposal_samples: Annotated[int, Field(ge=1, le=20)] = 3
    checkpoint_folder: DirectoryPath | None = None

    def policy(self) -> ProposalPolicy:
        """When evidence is enough."""
        return ProposalPolicy(
            threshold=self.proposal_threshold,
            cases=self.proposal_cases,
            half_life_days=self.proposal_half_life_days,
            weekly_cap=self.proposal_weekly_cap,
            samples=self.proposal_samples,
        )


async def learn_until_stopped(given: LearnerSettings) -> None:
    """Follows the learning log until SIGTERM or SIGINT."""
    stop = stop_on_signals()
    database = await Database.connect(
        given.database_url, service="recommender", max_size=3, application="learner"
    )
    steps = Steps(Learner(LinearModel(), given.policy()), database, given.checkpoint_folder)
    settle_memory()
    try:
        await follow_log(steps, stop)
    finally:
        await database.close()


def main() -> None:
    """Runs the learner. Exit code 2: the settings are wrong, and which."""
    given = settings.load(LearnerSettings)
    logs.configure("recommender.learner", given.log_level)
    asyncio.run(learn_until_stopped(given))
