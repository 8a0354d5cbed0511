"""Settings and wiring of the workspace, and how it runs."""

from __future__ import annotations

import asyncio

import uvloop
from pydantic import HttpUrl

from touchline_runtime import logs, settings
from touchline_runtime.readiness import stop_on_signals
from touchline_runtime.serving import serve
from workspace.app import Workspace
from workspace.upstream import Upstream


class WorkspaceSettings(settings.EdgeSettings):
    """Read from ``TOUCHLINE_…``: where the services are. It needs no database and no broker."""

    coaching_url: HttpUrl
    skills_url: HttpUrl
    learning_url: HttpUrl
    recommender_url: HttpUrl

    def upstreams(self) -> tuple[Upstream, ...]:
        """The services, in the order of the status page."""
        return (
            Upstream(
                "coaching",
                "Coaching",
                "Opens assessments at the moments that matter, and scores them with surveys.",
                str(self.coaching_url),
            ),
            Upstream(
                "skills",
                "Skills",
                "Knows who holds which skill, and what is proposed for whom.",
                str(self.skills_url),
            ),
            Upstream(
                "learning",
                "Learning",
                "Courses, and the learning tasks that people were given.",
                str(self.learning_url),
            ),
            Upstream(
                "recommender",
                "Recommender",
                "Learns from finished tasks which skills an agent has shown.",
                str(self.recommender_url),
            ),
        )


async def serve_until_stopped(given: WorkspaceSettings) -> None:
    """Serves until SIGTERM or SIGINT, and lets requests at work finish."""
    stop = stop_on_signals()
    workspace = Workspace(given.upstreams())
    try:
        await serve(workspace.app, given.http_host, given.http_port, stop)
    finally:
        await workspace.aclose()


def main() -> None:
    """Runs the workspace. Exit code 2: the settings are wrong, and which."""
    given = settings.load(WorkspaceSettings)
    logs.configure("workspace", given.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve_until_stopped(given))
