"""Settings and life of the enricher's process: stand by, then follow the learning log."""

from __future__ import annotations

import asyncio
import os

import structlog
from pydantic_settings import BaseSettings, SettingsConfigDict

from recommender.enricher import store
from recommender.enricher.add_meanings import add_meanings
from recommender.enricher.language_model import NAME, LanguageModel, LanguageModelMissing
from touchline_runtime import logs, settings
from touchline_runtime.failures import is_transient
from touchline_runtime.readiness import stop_on_signals, stopped_within
from touchline_runtime.sessions import session
from touchline_runtime.transaction import Database

log = structlog.get_logger(__name__)

IDLE_SECONDS = 0.1
BACK_OFF_SECONDS = 2.0
GENTLE = 10
"""Where processors are scarce, learning goes first."""


class EnricherSettings(BaseSettings):
    """Read from ``TOUCHLINE_…``."""

    model_config = SettingsConfigDict(env_prefix=settings.PREFIX, extra="ignore")

    database_url: str
    log_level: settings.LogLevel = "INFO"


async def enrich_until_stopped(given: EnricherSettings) -> None:
    """Follows the learning log until SIGTERM or SIGINT.

    Without the packages it needs it says so once and waits: the service does without it.
    """
    stop = stop_on_signals()
    try:
        model = LanguageModel()
    except LanguageModelMissing as error:
        log.error("meaning_is_missing", reason=str(error))
        await stop.wait()
        return
    database = await Database.connect(
        given.database_url, service="recommender", max_size=2, application="enricher"
    )
    try:
        await follow_log(database, model, stop)
    finally:
        await database.close()


async def follow_log(database: Database, model: LanguageModel, stop: asyncio.Event) -> None:
    """Runs until ``stop`` is set. Raises whatever is no trouble of the surroundings."""
    async with session(database) as conn:
        while not await store.become_enricher(conn):
            if await stopped_within(stop, 1.0):
                return
        log.info("adds_meanings", model=NAME)
        while not stop.is_set():
            try:
                if not await add_meanings(database, model, NAME):
                    await stopped_within(stop, IDLE_SECONDS)
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("enricher_waits", reason=str(error) or type(error).__name__)
                await stopped_within(stop, BACK_OFF_SECONDS)


def main() -> None:
    """Runs the enricher. Exit code 2: the settings are wrong, and which."""
    given = settings.load(EnricherSettings)
    logs.configure("recommender.enricher", given.log_level)
    os.nice(GENTLE)
    asyncio.run(enrich_until_stopped(given))
